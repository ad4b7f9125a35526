/** Java's classes that JavaScript reads differently (ASCII there, Unicode here), as content of brackets. */
const javaClasses: Readonly<Record<string, string>> = {
  '\\s': '\\t-\\r ',
  '\\S': '\\0-\\x08\\x0E-\\x1F!-\\u{10FFFF}',
}

/**
 * A loop over a class, the literal behind it, and the same class again: `[ab]*\{##[ab]*`. The first
 * occurrence of the literal serves as well as any, since the class that follows takes up the rest.
 */
const literalSearch = /(\[[^\]]+\]|\.)([*+])((?:\\[^\w\s]|[^\\[\](){}.*+?|^$])+)(?=\1[*+])/g

/**
 * A Java pattern as the service applies it: to the whole value, with Java's meaning of `\s`, `\S`
 * (both only inside brackets, where all patterns of the model have them) and of the dot, which
 * passes line ends only after `(?s)`. Matching takes linear time for every pattern of the model:
 * searches are atomic, because tried again they would take quadratic or cubic time, minutes for
 * a message template of permitted length.
 */
export const compilePattern = (pattern: string): RegExp => {
  const dotAll = pattern.startsWith('(?s)')
  let searches = 0
  const source = pattern
    .slice(dotAll ? 4 : 0)
    .replace(literalSearch, (_, part: string, repeat: string, literal: string) => {
      const name = `search${++searches}`
      return `(?=(?<${name}>${part}${repeat}?${literal}))\\k<${name}>`
    })
    .replace(/\\./g, (escaped) => javaClasses[escaped] ?? escaped)
  return new RegExp(`^(?:${source})$`, dotAll ? 'su' : 'u')
}
