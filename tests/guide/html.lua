-- html.lua - for pandoc: colours for what a reader types, what comes back, and traces.

local function escape(text)
	return (text:gsub("[&<>]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;" }))
end

-- A console block: prompt, command and output apart.  "> " goes on with a command.
local function console(text)
	local html, typed = {}, false
	for line in (text .. "\n"):gmatch("(.-)\n") do
		local prompt, rest = line:match("^([$#]) (.*)$")
		if not prompt and typed then prompt, rest = line:match("^(>) (.*)$") end
		typed = prompt ~= nil
		if typed then
			html[#html + 1] = '<span class="' .. (prompt == "#" and "root prompt" or "prompt") ..
				'">' .. escape(prompt) .. '</span> <kbd>' .. escape(rest) .. "</kbd>"
		else
			html[#html + 1] = escape(line)
		end
	end
	return pandoc.RawBlock("html", '<pre class="console"><code>' .. table.concat(html, "\n") .. "</code></pre>")
end

function CodeBlock(block)
	local kind = block.classes[1]
	if kind == "console" then return console(block.text) end
	-- The traces of the hints, and the guide's few pieces of the files: like C.
	if kind == nil or block.text:match("^static ") then
		block.classes = { "c" }
		return block
	end
end

-- The page stands in build/; what it links to in the tree doesn't.
function Link(link)
	if not link.target:match("^#") and not link.target:match("^%a+:") then
		link.target = "../" .. link.target
		return link
	end
end

-- A diagram too wide for a phone is scrolled there, not shrunk.
function Image(image)
	local file = io.open("build/guide-html/" .. image.src)
	local width = file and tonumber(file:read(2000):match('<svg[^>]- width="([%d.]+)'))
	if file then file:close() end
	if width and width > 750 then
		image.classes = { "wide" }
		return image
	end
end
