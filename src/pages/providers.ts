import { fields } from './field.ts'
import { form, submit } from './form.ts'
import type { Frame } from './frame.ts'
import { href } from './href.ts'
import { type Html, html } from './html.ts'
import { providerMark } from './icons.ts'
import type { Look, Picture } from './look.ts'
import { picture } from './picture.ts'
import { text } from './text.ts'

/** An identity provider as a button. */
export type ProviderButton = {
  readonly name: string
  /** What people know it by. */
  readonly label: string
  /** The type of the provider, such as Google, SAML or OIDC. */
  readonly type: string
  readonly href: string
  /** The branding's own icon of it. */
  readonly icon?: Picture
}

/** Asks for an e-mail address, whose domain tells the identity provider. It is sent as `idpDomain`. */
export type DomainInput = { readonly action: string; readonly value: string; readonly error?: string }

const social: ReadonlySet<string> = new Set(['Google', 'Facebook', 'LoginWithAmazon', 'SignInWithApple'])

const mark = (look: Look, { type, icon }: ProviderButton) =>
  look.arrangement.hasProviderIcons && ((icon && picture(look, icon, { className: 'icon' })) || providerMark(type))

const button = ({ language, look }: Frame, provider: ProviderButton) => html`
<li><a class="button provider ${social.has(provider.type) ? 'socialButton-customizable' : 'idpButton-customizable'}" href="${href(provider.href)}">${mark(look, provider)}<span>${text(language, 'continueWith', { provider: provider.label })}</span></a></li>`

/** The buttons of identity providers, in the branding's order. */
export const providerList = (frame: Frame, providers: readonly ProviderButton[]): Html | false => {
  const { providerOrder } = frame.look.arrangement
  const rank = ({ name }: ProviderButton) =>
    (providerOrder.indexOf(name) + providerOrder.length + 1) % (providerOrder.length + 1)
  const ordered = providers.toSorted((one, other) => rank(one) - rank(other))
  const hasNote = frame.look.kind === 'classic' && ordered.some(({ type }) => social.has(type))
  return (
    ordered.length > 0 &&
    html`<ul class="providers">${ordered.map((provider) => button(frame, provider))}</ul>
${hasNote && html`<p class="social-note idpDescription-customizable">${text(frame.language, 'socialNote')}</p>`}`
  )
}

/** The form that finds an identity provider by an e-mail address. */
export const domainForm = (frame: Frame, { action, value, error }: DomainInput): Html => {
  const field = fields({ error }, 'idpDomain')
  return form(
    frame,
    action,
    field({
      name: 'idpDomain',
      label: text(frame.language, 'companyEmail'),
      type: 'email',
      value,
      autocomplete: 'email',
    }),
    submit(text(frame.language, 'continueWithCompany')),
  )
}
