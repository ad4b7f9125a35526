import { type Html, html } from './html.ts'
import { icon } from './icons.ts'

/** The id of the element that tells what is wrong. */
export const ERROR_ID = 'error'

/** What is wrong with the request before. `hasFocus` is for pages without a field that is wrong. */
export const errorAlert = (message: string, hasFocus: boolean): Html =>
  html`<div class="alert error errorMessage-customizable" id="${ERROR_ID}" role="alert" tabindex="-1"${hasFocus && ' autofocus'}>${icon('alert')}<p>${message}</p></div>`

/** What went well before. */
export const notice = (message: string): Html =>
  html`<div class="alert success" role="status">${icon('check')}<p>${message}</p></div>`

/** What a script may have to say, by the name under which it finds it. */
export const hiddenAlert = (name: 'cancelled' | 'unsupported', message: string): Html =>
  html`<div class="alert error errorMessage-customizable" role="alert" hidden data-says="${name}">${icon('alert')}<p>${message}</p></div>`

/** What is said where scripts do not run. */
export const scriptlessAlert = (message: string): Html =>
  html`<noscript><div class="alert error errorMessage-customizable">${icon('alert')}<p>${message}</p></div></noscript>`
