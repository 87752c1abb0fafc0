-- What folds away on the page: where the slides differ, and the listings of what students write.

local function folded(class, summary, blocks)
  blocks:insert(1, pandoc.RawBlock("html", '<details class="' .. class .. '"><summary>' .. summary .. "</summary>"))
  blocks:insert(pandoc.RawBlock("html", "</details>"))
  return blocks
end

function Div(div)
  if not div.classes:includes("slide") then
    return nil
  end
  local first, summary = div.content[1], "Where the slides differ"
  if first and first.t == "Para" and first.content[1].t == "Strong" then
    summary = pandoc.utils.stringify(first.content[1]):gsub("%.$", "")
    first.content:remove(1)
    while #first.content > 0 and (first.content[1].t == "Space" or first.content[1].t == "SoftBreak") do
      first.content:remove(1)
    end
    if #first.content == 0 then
      div.content:remove(1)
    end
  end
  return folded("slide", summary, div.content)
end

function CodeBlock(block)
  if block.classes:includes("listing") then
    return folded("listing", "Names, arguments and shapes, as in " .. block.attributes.from, pandoc.List({ block }))
  end
end
