import { type Html, html } from './html.ts'

/** An attribute of an element, with the space before it; nothing where it has no value. */
export const attribute = (name: string, value: string | number | false | undefined): Html | false =>
  value !== undefined && value !== false && html` ${name}="${value}"`
