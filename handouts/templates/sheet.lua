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

-- A figure's description goes into the PDF, too, for those who cannot see it.
function Image(image)
  local description = pandoc.utils.stringify(image.caption):gsub('[\\"]', "\\%0")
  return pandoc.RawInline("typst", '#image("' .. image.src .. '", alt: "' .. description .. '")')
end

function Span(span)
  if span.classes:includes("points") then
    return pandoc.RawInline("typst", "#worth[" .. pandoc.utils.stringify(span) .. "]")
  end
end

-- A table that fits a page is not torn.
function Table(tab)
  if #tab.bodies[1].body <= 12 then
    return { pandoc.RawBlock("typst", "#whole["), tab, pandoc.RawBlock("typst", "]") }
  end
end

function CodeBlock(block)
  local into = block.attributes.into
  local name = block.attributes.file or into and "added to " .. into or block.attributes.label
  if name then
    return { pandoc.RawBlock("typst", '#file-name("' .. name .. '")'), block }
  end
end
