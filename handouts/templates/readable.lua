-- What a code host shows of a handout: a title, links between the Markdown files, and folds; no class, no attribute.

local folds = dofile(pandoc.path.join({ pandoc.path.directory(PANDOC_SCRIPT_FILE), "folds.lua" }))

local function slug(header)
  local text = pandoc.utils.stringify(header):lower():gsub("[^%w%s_-]", ""):gsub("%s", "-")
  return text
end

function Header(header)
  local id = header.identifier
  header.attr = pandoc.Attr()
  if id == "" or id == slug(header) then
    return header
  end
  return { pandoc.RawBlock("html", '<a id="' .. id .. '"></a>'), header }
end

function Link(link)
  link.target = link.target:gsub("^([%w-]+)%.html", "%1.md")
  link.attr = pandoc.Attr()
  return link
end

function Figure(figure)
  local blocks = pandoc.List()
  for _, block in ipairs(figure.content) do
    if block.t == "Plain" or block.t == "Para" then
      blocks:insert(pandoc.Para(block.content))
    end
  end
  for _, block in ipairs(figure.caption.long) do
    if pandoc.utils.stringify(block) ~= "" then
      blocks:insert(pandoc.Para({ pandoc.Emph(block.content) }))
    end
  end
  return blocks
end

function CodeBlock(block)
  local language, into = block.classes[1], block.attributes.into
  local label = block.attributes.file or into and "added to " .. into or block.attributes.label
  local plain = pandoc.CodeBlock(block.text, pandoc.Attr("", language and { language } or {}))
  if block.classes:includes("listing") then
    return folds.folded(nil, folds.listing(block), pandoc.List({ plain }))
  end
  if label then
    return { pandoc.Para({ pandoc.Strong(label) }), plain }
  end
  return plain
end

function Div(div)
  if div.classes:includes("slide") then
    return folds.folded(nil, folds.slide(div))
  end
  if div.classes:includes("note") then
    return pandoc.BlockQuote(div.content)
  end
  return div.content
end

function Span(span)
  return span.content
end

function Image(image)
  image.attr = pandoc.Attr()
  return image
end

function Pandoc(document)
  local title, subtitle = document.meta.title, document.meta.subtitle
  document.blocks:insert(1, pandoc.Header(1, pandoc.Inlines(title)))
  if subtitle then
    document.blocks:insert(2, pandoc.Para({ pandoc.Emph(pandoc.Inlines(subtitle)) }))
  end
  document.meta = {}
  return document
end
