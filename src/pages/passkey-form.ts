import { hiddenAlert, scriptlessAlert } from './alert.ts'
import { attribute } from './attribute.ts'
import type { Frame } from './frame.ts'
import { href } from './href.ts'
import { type Html, html } from './html.ts'
import { text } from './text.ts'

/** A form that the script fills in: what it does, with which options (JSON), and what it says. */
export type PasskeyForm = {
  readonly action: string
  readonly call: 'get' | 'create'
  readonly options: string
  readonly label: string
  readonly cancelled: string
  /** `page`: begins by itself when the page is there. `autofill`: offers passkeys in the field of the user's name. */
  readonly starts?: 'page' | 'autofill' | undefined
  readonly isSecondary?: boolean
}

/**
 * Asks for a passkey: the script reads the options, calls navigator.credentials, and sends the credential's
 * JSON in `credential`. What it may have to say is there and hidden.
 */
export const passkeyForm = ({ language, csrf }: Frame, model: PasskeyForm): Html => html`
<form class="form" method="post" action="${href(model.action)}" data-passkey="${model.call}" data-options="${model.options}"${attribute('data-starts', model.starts)}>
<input type="hidden" name="_csrf" value="${csrf}">
<input type="hidden" name="credential" value="">
<button class="button ${model.isSecondary === true ? 'secondary' : 'primary submitButton-customizable'}" type="button" hidden data-start>${model.label}</button>
${hiddenAlert('cancelled', model.cancelled)}
${hiddenAlert('unsupported', text(language, 'passkeyUnsupported'))}
${scriptlessAlert(text(language, 'passkeyNeedsScript'))}
</form>`
