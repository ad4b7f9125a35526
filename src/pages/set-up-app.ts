import { codeField } from './code-field.ts'
import { type Failure, fields } from './field.ts'
import { form, link, links, submit } from './form.ts'
import type { Frame } from './frame.ts'
import { otpauthHref } from './href.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { qrCode } from './qr-code.ts'
import { text } from './text.ts'

/** The page that sets up an authenticator app. */
export type SetUpAppModel = Failure & {
  readonly action: string
  /** In base 32. */
  readonly secret: string
  /** The secret as an `otpauth:` address. */
  readonly uri: string
  /** Whose account it is. */
  readonly account: string
  readonly deviceName?: string
  readonly links: { readonly back: string }
}

/** In groups of four, which are easier to copy by eye. Apps take the spaces too. */
const grouped = (secret: string) => secret.replace(/.{4}(?=.)/gu, '$& ')

/** Shows the key of an authenticator app, and asks for its first code. */
export const setUpAppPage = (frame: Frame, model: SetUpAppModel): Html => {
  const { language } = frame
  const field = fields(model, 'code')
  const address = otpauthHref(model.uri)
  return layout(
    frame,
    { title: text(language, 'setUpAppTitle'), introduction: text(language, 'setUpAppScan'), error: model.error },
    html`
${qrCode(model.uri, text(language, 'qrCode', { account: model.account }))}
${address !== undefined && html`<p class="open-app"><a class="link" href="${address}">${text(language, 'openApp')}</a></p>`}
<p class="secret-hint">${text(language, 'setUpAppKey')}</p>
<p class="secret"><code>${grouped(model.secret)}</code></p>
<p class="step">${text(language, 'setUpAppEnter')}</p>`,
    form(
      frame,
      model.action,
      field(codeField(language)),
      field({
        name: 'deviceName',
        label: text(language, 'optional', { label: text(language, 'deviceName') }),
        value: model.deviceName ?? '',
        autocomplete: 'off',
        isOptional: true,
      }),
      submit(text(language, 'continue')),
    ),
    links(link(model.links.back, text(language, 'back'))),
  )
}
