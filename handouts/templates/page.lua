-- What folds away on the page: where the slides differ, and the listings of what students write.

local folds = dofile(pandoc.path.join({ pandoc.path.directory(PANDOC_SCRIPT_FILE), "folds.lua" }))

function Div(div)
  if div.classes:includes("slide") then
    return folds.folded("slide", folds.slide(div))
  end
end

function CodeBlock(block)
  if block.classes:includes("listing") then
    return folds.folded("listing", folds.listing(block), pandoc.List({ block }))
  end
end
