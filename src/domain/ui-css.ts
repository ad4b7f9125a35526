import type { CssNode, Declaration, Rule, Selector } from 'css-tree'
import { fault } from './errors.ts'
import { classes, functions, isProperty, valueNodes } from './ui-css-rules.ts'
import { unverifiedBrandingTexts } from './unverified-branding-texts.ts'

/** The parser. */
type Library = typeof import('css-tree')

/** The error of a style sheet, with what is wrong and where. */
const mistake = (reason: string, line = 1) =>
  fault('InvalidParameterException', unverifiedBrandingTexts.css(line, reason))

const refusal = (reason: string, node: CssNode) => mistake(reason, node.loc?.start.line)

const MAX_DEPTH = 16
/** Stands at the end of what is parsed: where it is a rule of its own, nothing before it was left open. */
const SENTINEL = '.background-customizable{}'
const IMAGE_URL = /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$/

/** A class of the pages, alone or with the one state that it has. */
const checkSelector = (selector: Selector) => {
  const [first, second, third] = selector.children.toArray()
  const state = first?.type === 'ClassSelector' && Object.hasOwn(classes, first.name) ? classes[first.name] : null
  if (state === null) throw refusal('only the classes of the template may be selected', selector)
  const isPlain = second === undefined
  const isState = second?.type === 'PseudoClassSelector' && second.children === null && second.name === state
  if ((!isPlain && !isState) || third) throw refusal('only a class, or one with its state, may be selected', selector)
}

/** Properties and values that draw, and can neither load anything nor run. */
const checkDeclaration = (declaration: Declaration, walk: Library['walk']) => {
  const { property, value, important } = declaration
  if (!isProperty(property)) throw refusal(`the property ${property.slice(0, 64)} is not allowed`, declaration)
  if (value.type === 'Raw' || typeof important === 'string') throw refusal('a value cannot be read', declaration)
  walk(value, (node) => {
    if (!valueNodes.has(node.type)) throw refusal('a value is not allowed', declaration)
    if (node.type === 'Function' && !functions.has(node.name.toLowerCase())) {
      throw refusal(`the function ${node.name.slice(0, 64)} is not allowed`, declaration)
    }
    if (node.type === 'Url' && !IMAGE_URL.test(node.value))
      throw refusal('only images within the URL are allowed', declaration)
  })
}

/** What stands between declarations and says nothing. */
const isEmpty = (node: CssNode) =>
  node.type === 'Comment' || node.type === 'WhiteSpace' || (node.type === 'Raw' && /^[\s;]*$/.test(node.value))

const checkRule = (rule: Rule, walk: Library['walk']) => {
  if (rule.prelude.type !== 'SelectorList') throw refusal('a selector cannot be read', rule)
  for (const selector of rule.prelude.children.toArray()) {
    if (selector.type !== 'Selector') throw refusal('a selector cannot be read', selector)
    checkSelector(selector)
  }
  for (const part of rule.block.children.toArray()) {
    if (part.type === 'Declaration') checkDeclaration(part, walk)
    else if (!isEmpty(part)) throw refusal('rules cannot be nested', part)
  }
}

/** Before it is parsed: what would end a style element, and nesting without end. */
const checkText = (css: string, { tokenize }: Library) => {
  if (/<[/!]|-->/.test(css)) throw mistake('markup is not allowed')
  let depth = 0
  tokenize(css, (_type, start, end) => {
    const last = css[end - 1]
    if (last === '(' || last === '{' || last === '[') depth++ // a function's name comes with its parenthesis
    if (end - start === 1 && (last === ')' || last === '}' || last === ']')) depth = Math.max(0, depth - 1)
    if (depth > MAX_DEPTH) throw mistake('it is nested too deeply')
  })
}

const checkSheet = (css: string, library: Library) => {
  checkText(css, library)
  const sheet = library.parse(`${css}\n${SENTINEL}`, {
    positions: true,
    parseCustomProperty: true,
    onParseError(error) {
      throw mistake('it cannot be read', (error as { line?: number }).line)
    },
  })
  const nodes = sheet.type === 'StyleSheet' ? sheet.children.toArray() : []
  const rules = nodes.filter((node) => !isEmpty(node))
  if (rules.at(-1)?.loc?.start.offset !== css.length + 1) throw mistake('it does not end')
  for (const node of rules) {
    if (node.type !== 'Rule') throw refusal('only rules for classes are allowed', node)
    checkRule(node, library.walk)
  }
}

/**
 * Insists that a style sheet does nothing but draw the classes of the classic pages: what it selects,
 * sets and calls stands in lists of what may be, so that it cannot load anything, read from inputs, run or
 * leave its element. Raises InvalidParameterException, naming the line.
 *
 * The parser is loaded when the first style sheet comes, as it takes a tenth of a second.
 */
export const checkCss = async (css: string): Promise<void> => {
  checkSheet(css, await import('css-tree'))
}
