import { attribute } from './attribute.ts'
import { type Failure, fields } from './field.ts'
import { answered, form, link, links, submit } from './form.ts'
import type { Frame } from './frame.ts'
import { Html, html } from './html.ts'
import { layout } from './layout.ts'
import { passkeyForm } from './passkey-form.ts'
import { passwordField } from './password-fields.ts'
import { type DomainInput, domainForm, type ProviderButton, providerList } from './providers.ts'
import { text } from './text.ts'
import { type UsernameKind, usernameField } from './username.ts'

/** The first page of a sign-in. */
export type SignInModel = Failure & {
  readonly action: string
  readonly notice?: string
  readonly usernameKind: UsernameKind
  readonly username: string
  /** Whether the box is ticked that keeps the username. */
  readonly remembersUsername?: boolean
  /** Whether name and password are asked for at once. */
  readonly asksPassword: boolean
  /** Whether users of the pool itself may sign in. */
  readonly localForm: boolean
  readonly providers: readonly ProviderButton[]
  readonly idpDomainInput?: DomainInput
  readonly links: { readonly forgotPassword?: string; readonly signUp?: string }
  /** Lets passkeys be used without a username; `options` is JSON for navigator.credentials.get. */
  readonly passkey?: { readonly options: string }
}

const rememberBox = ({ language }: Frame, isTicked: boolean) => html`
<label class="check"><input type="checkbox" name="rememberUsername" value="true"${attribute('checked', isTicked && '')}><span>${text(language, 'rememberUsername')}</span></label>`

const localForm = (frame: Frame, model: SignInModel) => {
  const { language } = frame
  const field = fields(model, 'username')
  const autocomplete = model.passkey ? 'username webauthn' : 'username'
  return form(
    frame,
    model.action,
    field(usernameField(language, { ...model, autocomplete })),
    model.asksPassword && field(passwordField(language)),
    html`<input type="hidden" name="cognitoAsfData" value="">`,
    rememberBox(frame, model.remembersUsername ?? false),
    submit(text(language, model.asksPassword ? 'signInButton' : 'next'), 'signInSubmitButton'),
  )
}

const passkey = (frame: Frame, { action, passkey }: SignInModel) =>
  passkey &&
  passkeyForm(frame, {
    action,
    call: 'get',
    options: passkey.options,
    label: text(frame.language, 'passkeySignIn'),
    cancelled: text(frame.language, 'passkeyCancelled'),
    starts: 'autofill',
    isSecondary: true,
  })

/** Asks who somebody is: by a form, by passkeys, and by the identity providers of the client. */
export const signInPage = (frame: Frame, model: SignInModel): Html => {
  const { language, look } = frame
  const local = model.localForm && html`${localForm(frame, model)}${passkey(frame, model)}`
  const domain = model.idpDomainInput && domainForm(frame, model.idpDomainInput)
  const buttons = providerList(frame, model.providers)
  const ways = look.arrangement.isFederationFirst ? [domain, buttons, local] : [local, domain, buttons]
  const divider = html`<p class="divider"><span>${text(language, 'or')}</span></p>`
  const { forgotPassword, signUp } = model.links
  return layout(
    frame,
    {
      title: text(language, 'signInTitle'),
      introduction: text(language, 'signInIntroduction'),
      error: model.error,
      isErrorFocused: !model.localForm,
      notice: model.notice,
      isScripted: model.passkey !== undefined,
    },
    html`${ways.filter((way) => way instanceof Html).map((way, index) => [index > 0 && divider, way])}`,
    links(
      forgotPassword !== undefined && link(forgotPassword, text(language, 'forgotPassword')),
      signUp !== undefined && answered(text(language, 'needAccount'), link(signUp, text(language, 'createAccount'))),
    ),
  )
}
