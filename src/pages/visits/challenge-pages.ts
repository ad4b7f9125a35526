import type { Pool } from '../../domain/pool.ts'
import type { ChallengeStep } from '../../flows/sign-in/page-step.ts'
import { attributeFieldName } from '../attribute-fields.ts'
import type { Factor } from '../choose-factor.ts'
import type { Method } from '../choose-method.ts'
import type { Html } from '../html.ts'
import {
  chooseFactorPage,
  chooseMethodPage,
  codePage,
  newPasswordPage,
  passkeyPage,
  passwordPage,
  setUpAppPage,
  setUpEmailPage,
  setUpFactorPage,
} from '../index.ts'
import { text } from '../text.ts'
import { CHALLENGE_PAGE, RESEND_CHALLENGE, setUpChoices } from './next.ts'
import { toField } from './pool-forms.ts'
import { codeOf, type Visit } from './visit.ts'

type Given = Readonly<Record<string, string>>

/** A challenge as a page: what it shows, and what the API would be given for its form. */
export type ChallengePage = {
  page(visit: Visit, step: ChallengeStep, failure: { error?: string }): Html
  given(form: Visit['form'], step: ChallengeStep): Given
}

const action = (visit: Visit) => visit.to(CHALLENGE_PAGE, { step: visit.step ?? '' })
const back = (visit: Visit) => visit.to('/login')

const list = <T extends string>(json: string | undefined): readonly T[] => JSON.parse(json ?? '[]') as readonly T[] // written by the challenge

const codes = (kind: 'sms' | 'email' | 'app', answer: string): ChallengePage => ({
  page: (visit, { parameters }, failure) =>
    codePage(visit.frame, {
      ...failure,
      action: action(visit),
      kind,
      ...(parameters.CODE_DELIVERY_DESTINATION && { destination: parameters.CODE_DELIVERY_DESTINATION }),
      ...(parameters.FRIENDLY_DEVICE_NAME && { deviceName: parameters.FRIENDLY_DEVICE_NAME }),
      ...(visit.done === 'resent' && !failure.error && { notice: text(visit.frame.language, 'codeResent') }),
      links: {
        back: back(visit),
        ...(kind !== 'app' && { resend: visit.to(RESEND_CHALLENGE, { step: visit.step ?? '' }) }),
      },
    }),
  given: (form) => ({ [answer]: codeOf(form) }),
})

const answered: ChallengePage['given'] = (form) => ({ ANSWER: form.get('answer') ?? '' })

const chooseMethod: ChallengePage = {
  page: (visit, { username, available }, failure) =>
    chooseMethodPage(visit.frame, {
      ...failure,
      action: action(visit),
      username,
      methods: available.filter((name): name is Method => name !== 'PASSWORD_SRP'),
      links: { back: back(visit) },
    }),
  given: answered,
}

const password: ChallengePage = {
  page: (visit, { username }, failure) =>
    passwordPage(visit.frame, {
      ...failure,
      action: action(visit),
      username,
      links: { forgotPassword: visit.to('/forgotPassword'), back: back(visit) },
    }),
  given: (form) => ({ PASSWORD: form.get('password') ?? '' }),
}

const newPassword: ChallengePage = {
  page(visit, step, failure) {
    const { pool } = visit.authorization
    const missing = new Set(list(step.parameters.requiredAttributes))
    return newPasswordPage(visit.frame, {
      ...failure,
      action: action(visit),
      policy: pool.settings.policies.passwordPolicy,
      attributes: pool.schema
        .filter(({ name }) => missing.has(`userAttributes.${name}`))
        .map((attribute) => toField(attribute, visit.form.get(attributeFieldName(attribute.name)) ?? '')),
    })
  },
  given(form, { parameters }) {
    const missing = list(parameters.requiredAttributes).map((name) => name.replace('userAttributes.', ''))
    const attributes = missing.map((name) => [`userAttributes.${name}`, form.get(attributeFieldName(name)) ?? ''])
    return {
      NEW_PASSWORD: form.get('password') ?? '',
      ...Object.fromEntries(attributes.filter(([, value]) => value !== '')),
    }
  },
}

const passkey: ChallengePage = {
  page: (visit, { parameters }, failure) =>
    passkeyPage(visit.frame, {
      ...failure,
      action: action(visit),
      options: parameters.CREDENTIAL_REQUEST_OPTIONS ?? '{}',
      links: { back: back(visit) },
    }),
  given: (form) => ({ CREDENTIAL: form.get('credential') ?? '' }),
}

const chooseFactor: ChallengePage = {
  page: (visit, { parameters }, failure) =>
    chooseFactorPage(visit.frame, {
      ...failure,
      action: action(visit),
      factors: list<Factor>(parameters.MFAS_CAN_CHOOSE),
      links: { back: back(visit) },
    }),
  given: answered,
}

/** The key of an app as QR codes have it, named after the pool and the user. */
const keyUri = ({ name }: Pool, username: string, secret: string): string =>
  `otpauth://totp/${encodeURIComponent(`${name}:${username}`)}?secret=${secret}&issuer=${encodeURIComponent(name)}`

const setUp: ChallengePage = {
  page(visit, { setUp, username, parameters }, failure) {
    const common = { ...failure, action: action(visit), links: { back: back(visit) } }
    if (setUp?.factor === 'SOFTWARE_TOKEN_MFA') {
      const uri = keyUri(visit.authorization.pool, username, setUp.secret)
      return setUpAppPage(visit.frame, { ...common, secret: setUp.secret, uri, account: username })
    }
    if (setUp) return setUpEmailPage(visit.frame, { ...common, email: visit.form.get('email') ?? '' })
    return setUpFactorPage(visit.frame, { ...common, factors: setUpChoices({ parameters }) })
  },
  given: (form) => ({ EMAIL: form.get('email') ?? '' }),
}

/** The challenges that a sign-in on the pages can come to. */
export const challengePages: Readonly<Partial<Record<ChallengeStep['challenge'], ChallengePage>>> = {
  SELECT_CHALLENGE: chooseMethod,
  PASSWORD: password,
  NEW_PASSWORD_REQUIRED: newPassword,
  WEB_AUTHN: passkey,
  EMAIL_OTP: codes('email', 'EMAIL_OTP_CODE'),
  SMS_OTP: codes('sms', 'SMS_OTP_CODE'),
  SMS_MFA: codes('sms', 'SMS_MFA_CODE'),
  SOFTWARE_TOKEN_MFA: codes('app', 'SOFTWARE_TOKEN_MFA_CODE'),
  SELECT_MFA_TYPE: chooseFactor,
  MFA_SETUP: setUp,
}
