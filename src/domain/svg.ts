/** How many tags are read of a picture, or of several together. */
export const MAX_TAGS = 20_000
const SVG = 'http://www.w3.org/2000/svg'
const XLINK = 'http://www.w3.org/1999/xlink'

/** Elements that draw. Scripts, links, animations, foreign content and what loads files are not among them. */
const elements: ReadonlySet<string> = new Set(
  `svg g defs symbol use title desc metadata path rect circle ellipse line polyline polygon text tspan textPath image
  style linearGradient radialGradient stop pattern clipPath mask marker switch view filter feBlend feColorMatrix
  feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow
  feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight
  feSpecularLighting feSpotLight feTile feTurbulence`.split(/\s+/),
)

const ATTRIBUTE = /^(?!on)[a-z][A-Za-z0-9-]*$/
const ownAttributes: ReadonlySet<string> = new Set(['xml:space', 'xml:lang', 'xml:id'])
/** Blanks may stand anywhere in base64, yet in one place of the pattern: in two, many of them would be tried in all ways. */
const REFERENCE = /^(#[\w.:-]+|data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/\s]+(=\s*){0,2})$/

/** Whether a text with CSS in it refers to nothing but parts of its own document. */
const isInert = (css: string) =>
  !/[@\\]|expression|image-set|src\s*\(/i.test(css) &&
  (css.match(/url\(/gi)?.length ?? 0) === (css.match(/url\(\s*(['"]?)#[\w.:-]+\1\s*\)/gi)?.length ?? 0)

type Attribute = { name: string; localName: string | null; namespaceURI: string | null; value: string }

const isAllowed = ({ name, localName, namespaceURI, value }: Attribute) => {
  if (name === 'xmlns' || name.startsWith('xmlns:') || ownAttributes.has(name)) return true
  if (localName === 'href') return (!namespaceURI || namespaceURI === XLINK) && REFERENCE.test(value)
  return !namespaceURI && !name.includes(':') && ATTRIBUTE.test(name) && isInert(value)
}

type Library = typeof import('@xmldom/xmldom')

const checkNodes = ({ DOMParser, Node }: Library, text: string): string | undefined => {
  const parser = new DOMParser({
    onError: (_level, message) => {
      throw new Error(message)
    },
  })
  const parsed = parser.parseFromString(text, 'image/svg+xml')
  if (parsed.documentElement?.localName !== 'svg') return 'it is no SVG document'
  // By hand, as a recursion would go as deep as the document does.
  for (let node = parsed.firstChild; node; node = next(node)) {
    if (node.nodeType === Node.PROCESSING_INSTRUCTION_NODE && node.nodeName !== 'xml') {
      return 'processing instructions are not allowed'
    }
    if (node.nodeType === Node.DOCUMENT_TYPE_NODE) return 'document types are not allowed'
    if (node.nodeType !== Node.ELEMENT_NODE) continue
    const element = node as import('@xmldom/xmldom').Element
    if (element.namespaceURI !== SVG || !elements.has(element.localName ?? '')) {
      return `the element ${element.nodeName.slice(0, 64)} is not allowed`
    }
    const wrong = [...element.attributes].find((attribute) => !isAllowed(attribute))
    if (wrong) return `the attribute ${wrong.name.slice(0, 64)} is not allowed, or not its value`
    if (element.localName !== 'style') continue
    // Browsers read what stands in it directly and skip elements, so that these could part a word which is one to them.
    if (element.children.length > 0) return 'there are elements in its style'
    if (!isInert(element.textContent ?? '')) return 'its style refers to other files'
  }
  return undefined
}

type DomNode = import('@xmldom/xmldom').Node

/** The node after this one, in the order of the document. */
const next = (node: DomNode): DomNode | null => {
  if (node.firstChild) return node.firstChild
  let at: DomNode | null = node
  while (at && !at.nextSibling) at = at.parentNode
  return at?.nextSibling ?? null
}

const OPENING = 0x3c

/** How many tags a picture has at most, without reading it. */
export const countTags = (bytes: Buffer): number => {
  let tags = 0
  for (let at = bytes.indexOf(OPENING); at !== -1; at = bytes.indexOf(OPENING, at + 1)) tags++
  return tags
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/**
 * Why an SVG is not accepted; undefined for one that draws and does nothing else. It is refused, not
 * cleaned, so that what is stored is what was stated: by elements and attributes that are allowed,
 * with references to parts of itself and to pictures within the URL. The parser is loaded with the first SVG.
 */
export const svgMistake = async (bytes: Buffer): Promise<string | undefined> => {
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    return 'it is not in UTF-8'
  }
  // Another encoding, or entities of its own, would make other tags of it than those that are looked at.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return 'document types are not allowed'
  if (/^<\?xml[^>]*encoding\s*=(?!\s*["'](utf-8|us-ascii)["'])/i.test(text)) return 'it is not in UTF-8'
  if (countTags(bytes) > MAX_TAGS) return 'it has too many tags'
  const library = await import('@xmldom/xmldom')
  try {
    return checkNodes(library, text)
  } catch {
    return 'it is not well-formed'
  }
}
