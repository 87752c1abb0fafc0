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

-- What students write stands in their files with its docstrings, which fold away on the page: names and arguments here.
local function outline(listing)
  local kept = {}
  for line in (listing .. "\n"):gmatch("(.-)\n") do
    if not line:match("^%s+#") then
      table.insert(kept, line)
    end
  end
  return (table.concat(kept, "\n"):gsub("\n+", "\n"):gsub("\nclass ", "\n\nclass "):gsub("^(#[^\n]*)\n\n", "%1\n"))
end

-- A figure's description goes into the PDF, too, for those who cannot see it.
function Image(image)
  local description = pandoc.utils.stringify(image.caption):gsub('[\\"]', "\\%0")
  local width = image.src:match("%.png$") and "64%" or "84%"
  return pandoc.RawInline("typst", '#image("' .. image.src .. '", alt: "' .. description .. '", width: ' .. width .. ")")
end

function Span(span)
  if span.classes:includes("points") then
    return pandoc.RawInline("typst", "#worth[" .. pandoc.utils.stringify(span) .. "]")
  end
end

-- A short table is not torn.
function Table(tab)
  if #tab.bodies[1].body <= 7 then
    return { pandoc.RawBlock("typst", "#whole["), tab, pandoc.RawBlock("typst", "]") }
  end
end

function CodeBlock(block)
  if block.classes:includes("listing") then
    block.text = outline(block.text)
  end
  local into = block.attributes.into
  local name = block.attributes.file or into and "added to " .. into or block.attributes.label
  if name then
    return { pandoc.RawBlock("typst", '#file-name("' .. name .. '")'), block }
  end
  return block
end
