import { defaultPasswordPolicy } from '../../src/domain/password-policy.ts'
import type { AttributeField } from '../../src/pages/attribute-fields.ts'
import type { Frame } from '../../src/pages/frame.ts'
import type { Html } from '../../src/pages/html.ts'
import * as all from '../../src/pages/index.ts'
import { errorText, type Language, text } from '../../src/pages/text.ts'

/** By their names, as they are looked up by them. */
const pages = { ...all }
type Pages = typeof pages
/** The name of a page. */
export type PageName = keyof Pages
type ModelOf<N extends PageName> = Parameters<Pages[N]>[1]

/** One page as it may be: what it shows depends on the language where its texts come with the model. */
export type Sample = { readonly page: PageName; readonly name: string; readonly model: (language: Language) => object }

const sample = <N extends PageName>(
  page: N,
  name: string,
  model: ModelOf<N> | ((language: Language) => ModelOf<N>),
): Sample => ({
  page,
  name,
  model: typeof model === 'function' ? model : () => model,
})

const action = '/login?client_id=1example'
const policy = defaultPasswordPolicy
const username = 'dolores@example.com'
const back = '/login'
const options = JSON.stringify({ challenge: 'Y2hhbGxlbmdl', rpId: 'localhost', userVerification: 'preferred' })
const creation = JSON.stringify({
  challenge: 'Y2hhbGxlbmdl',
  rp: { id: 'localhost', name: 'Example' },
  user: { id: 'dXNlcg', name: username, displayName: username },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
})
const wrong = (language: Language) => errorText(language, { name: 'NotAuthorizedException', message: '' })
const wrongCode = (language: Language) => errorText(language, { name: 'CodeMismatchException', message: '' })

const providers = [
  { name: 'Google', label: 'Google', type: 'Google', href: '/oauth2/authorize?identity_provider=Google' },
  {
    name: 'SignInWithApple',
    label: 'Apple',
    type: 'SignInWithApple',
    href: '/oauth2/authorize?identity_provider=Apple',
  },
  { name: 'Acme', label: 'Acme Corporation', type: 'SAML', href: '/oauth2/authorize?identity_provider=Acme' },
]

const attributes: AttributeField[] = [
  { name: 'email', type: 'email', required: true, value: username, maxLength: 2048 },
  { name: 'given_name', type: 'text', required: true, value: '' },
  { name: 'phone_number', type: 'tel', required: false, value: '' },
  { name: 'birthdate', type: 'date', required: true, value: '1984-02-29', minLength: 10, maxLength: 10 },
  { name: 'custom:badge', type: 'number', required: false, value: '' },
]

/** What every page looks like in its usual states. */
export const samples: readonly Sample[] = [
  sample('signInPage', 'sign-in', {
    action,
    usernameKind: 'email',
    username: '',
    asksPassword: true,
    localForm: true,
    providers,
    links: { forgotPassword: '/forgotPassword', signUp: '/signup' },
  }),
  sample('signInPage', 'sign-in-username-first', {
    action,
    usernameKind: 'email-or-phone',
    username: '',
    asksPassword: false,
    localForm: true,
    providers: [],
    links: { signUp: '/signup' },
    passkey: { options },
  }),
  sample('signInPage', 'sign-in-wrong', (language) => ({
    action,
    error: wrong(language),
    usernameKind: 'username',
    username,
    remembersUsername: true,
    asksPassword: true,
    localForm: true,
    providers: [],
    links: { forgotPassword: '/forgotPassword' },
  })),
  sample('signInPage', 'sign-in-company', (language) => ({
    action,
    notice: text(language, 'passwordChanged'),
    usernameKind: 'any',
    username: '',
    asksPassword: false,
    localForm: false,
    providers,
    idpDomainInput: { action, value: '' },
    links: {},
  })),
  sample('passwordPage', 'password', { action, username, links: { forgotPassword: '/forgotPassword', back } }),
  sample('passwordPage', 'password-wrong', (language) => ({
    action,
    error: wrong(language),
    username,
    links: { back },
  })),
  sample('chooseMethodPage', 'choose-method', {
    action,
    username,
    methods: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'],
    links: { back },
  }),
  sample('chooseMethodPage', 'choose-method-failed', (language) => ({
    action,
    error: errorText(language, { name: 'CodeDeliveryFailureException', message: '' }),
    username,
    methods: ['PASSWORD', 'EMAIL_OTP'],
    links: { back },
  })),
  sample('codePage', 'code-sms', {
    action,
    kind: 'sms',
    destination: '+*******0132',
    links: { back, other: '/select', resend: '/resend' },
  }),
  sample('codePage', 'code-email-wrong', (language) => ({
    action,
    error: wrongCode(language),
    kind: 'email',
    destination: 'd***@e***',
    links: { back, resend: '/resend' },
  })),
  sample('codePage', 'code-app', { action, kind: 'app', deviceName: "Dolores' phone", links: { back } }),
  sample('chooseFactorPage', 'choose-factor', {
    action,
    factors: ['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'],
    links: { back },
  }),
  sample('setUpFactorPage', 'set-up-factor', { action, factors: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'], links: { back } }),
  sample('setUpAppPage', 'set-up-app', {
    action,
    secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSW',
    uri: `otpauth://totp/Example:${username}?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSW&issuer=Example`,
    account: username,
    links: { back },
  }),
  sample('setUpEmailPage', 'set-up-email', { action, links: { back } }),
  sample('setUpEmailPage', 'set-up-email-wrong', (language) => ({
    action,
    error: errorText(language, { name: 'InvalidParameterException', message: '' }),
    email: 'dolores',
    links: { back },
  })),
  sample('newPasswordPage', 'new-password', { action, policy, attributes: attributes.slice(1, 2) }),
  sample('newPasswordPage', 'new-password-wrong', {
    action,
    error: 'Password did not conform with policy: Password not long enough',
    policy,
    attributes: [],
  }),
  sample('passkeyPage', 'passkey', { action, options, links: { back, other: '/select' } }),
  sample('addPasskeyPage', 'add-passkey', { action, options: creation, skip: '/done' }),
  sample('signUpPage', 'sign-up', {
    action,
    usernameKind: 'username',
    username: '',
    fields: attributes,
    asksPassword: true,
    policy,
    terms: { use: 'https://example.com/terms', privacy: 'https://example.com/privacy' },
    links: { signIn: '/login' },
  }),
  sample('signUpPage', 'sign-up-taken', (language) => ({
    action,
    error: errorText(language, { name: 'UsernameExistsException', message: '' }),
    usernameKind: 'email',
    username,
    fields: [],
    asksPassword: false,
    policy,
    links: { signIn: '/login' },
  })),
  sample('confirmPage', 'confirm', (language) => ({
    action,
    notice: text(language, 'codeResent'),
    destination: 'd***@e***',
    username,
    links: { resend: '/resendcode', back },
  })),
  sample('confirmPage', 'confirm-by-link', {
    action,
    byLink: true,
    destination: 'd***@e***',
    username,
    links: { resend: '/resendcode', back },
  }),
  sample('confirmLinkPage', 'confirm-link', { action: '/confirmUser' }),
  sample('forgotPasswordPage', 'forgot-password', { action, usernameKind: 'email', username, links: { back } }),
  sample('resetPasswordPage', 'reset-password', {
    action,
    destination: 'd***@e***',
    username,
    policy,
    links: { resend: '/resend', back },
  }),
  sample('stepUpPage', 'step-up', { action, username, links: { back } }),
  sample('signedOutPage', 'signed-out', { links: { signIn: '/login' } }),
  sample('errorPage', 'error-lost', (language) => ({
    message: text(language, 'error.sessionExpired'),
    signIn: '/login',
  })),
  sample('confirmSignOutPage', 'confirm-sign-out', { action: '/logout' }),
  sample('errorPage', 'error', { code: 'redirect_mismatch' }),
  sample('continuePage', 'continue', { done: 'accountConfirmed', href: '/login' }),
]

type AnyPage = (frame: Frame, model: object) => Html

/** The document of a page. A sample's model is of its page, as `sample` insists. */
export const render = (frame: Frame, page: PageName, model: object): string =>
  (pages[page] as AnyPage)(frame, model).text
