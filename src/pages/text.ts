/** What the pages say, in the languages that they are there in. */
export { errorText } from './text/errors.ts'
export { attributeLabel, isLanguage, languages, richText, text } from './text/say.ts'
export type { Language } from './text/types.ts'
