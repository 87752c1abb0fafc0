-- What typst needs to be told: boxes around the divs that are boxes on the page, and the points beside a heading in grey.

local boxes = { slide = "panel(warm)", note = "panel(cool)", graded = "graded" }

local function wrapped(call, blocks)
  blocks:insert(1, pandoc.RawBlock("typst", "#" .. call .. "["))
  blocks:insert(pandoc.RawBlock("typst", "]"))
  return blocks
end

function Div(div)
  for class, call in pairs(boxes) do
    if div.classes:includes(class) then
      return wrapped(call, div.content)
    end
  end
  return div.content
end

function Span(span)
  if span.classes:includes("points") then
    return pandoc.RawInline("typst", "#worth[" .. pandoc.utils.stringify(span) .. "]")
  end
end

function CodeBlock(block)
  local file = block.attributes.file
  if file then
    return { pandoc.RawBlock("typst", "#file-name[" .. file .. "]"), block }
  end
end
