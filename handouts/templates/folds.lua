-- What folds away, on the page and on a code host.

local folds = {}

-- Blocks under a summary; `class` may be nil.
function folds.folded(class, summary, blocks)
  local start = class and '<details class="' .. class .. '">' or "<details>"
  blocks:insert(1, pandoc.RawBlock("html", start .. "<summary>" .. summary .. "</summary>"))
  blocks:insert(pandoc.RawBlock("html", "</details>"))
  return blocks
end

-- The summary of a slide's box, its first words where they are bold, and the blocks without it.
function folds.slide(div)
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
  return summary, div.content
end

-- The summary of a listing of what students write.
function folds.listing(block)
  return "Names, arguments and shapes, as in " .. block.attributes.from
end

return folds
