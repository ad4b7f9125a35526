/** How sign-ins begin, and every complete one. */
import { PASSWORD } from '../fixture.ts'
import { SRP_A, type Start } from './journeys.ts'
import type { Kind } from './travellers.ts'

/** A password as it is. */
export const password: Start = { flow: 'USER_PASSWORD_AUTH', parameters: () => ({ PASSWORD }) }
/** Likewise by an administrator’s server, which answers every challenge. */
export const admin: Start = { ...password, flow: 'ADMIN_USER_PASSWORD_AUTH' }
/** A password by SRP. */
export const srp: Start = { flow: 'USER_SRP_AUTH', parameters: () => ({ SRP_A }) }
/** The pool’s functions. */
export const custom: Start = { flow: 'CUSTOM_AUTH' }
/** Likewise after a password by SRP. */
export const customSrp: Start = { ...custom, parameters: () => ({ CHALLENGE_NAME: 'SRP_A', SRP_A }) }
/** A choice, made when it is asked for. */
export const choosing = (choice: string): Start => ({ flow: 'USER_AUTH', choice })
/** A choice, made at once. */
export const preferring = (choice: string, more: Record<string, string> = {}): Start => ({
  ...choosing(choice),
  parameters: () => ({ PREFERRED_CHALLENGE: choice, ...more }),
})
/** On a device of the user. */
export const onDevice = (start: Start): Start => ({
  ...start,
  parameters: (who) => ({ ...start.parameters?.(who), DEVICE_KEY: who.device?.key ?? '' }),
})
/** A password, and an address that becomes a second factor. */
export const setUpByMail = { ...password, choice: 'EMAIL_OTP' }
/** SRP by choice, with its first half at once. */
export const passwordSrp = preferring('PASSWORD_SRP', { SRP_A })
/** The refresh token of an earlier sign-in. */
export const refresh: Start = {
  flow: 'REFRESH_TOKEN_AUTH',
  parameters: ({ tokens }) => ({
    REFRESH_TOKEN: tokens?.RefreshToken ?? '',
    DEVICE_KEY: tokens?.NewDeviceMetadata?.DeviceKey ?? '',
  }),
}
/** What a device is asked. */
export const DEVICE = 'DEVICE_SRP_AUTH > DEVICE_PASSWORD_VERIFIER'
/** How an app is set up. */
export const APP = 'AssociateSoftwareToken > VerifySoftwareToken'

/** A sign-in to its end: whose, how it begins, and what it is asked on the way. */
export type Complete = { readonly kind: Kind; readonly start: Start; readonly asked: string }

const by = (kind: Kind, start: Start, asked = ''): Complete => ({ kind, start, asked })

/** Complete sign-ins that go through every flow and every challenge. */
export const complete: Record<string, Complete> = {
  USER_PASSWORD_AUTH: by('plain', password),
  ADMIN_USER_PASSWORD_AUTH: by('plain', admin),
  USER_SRP_AUTH: by('plain', srp, 'PASSWORD_VERIFIER'),
  'USER_AUTH by PASSWORD at once': by('plain', preferring('PASSWORD', { PASSWORD })),
  'USER_AUTH by PASSWORD': by('plain', preferring('PASSWORD'), 'PASSWORD'),
  'USER_AUTH by choice': by('plain', choosing('PASSWORD'), 'SELECT_CHALLENGE'),
  'USER_AUTH by PASSWORD_SRP': by('plain', preferring('PASSWORD_SRP'), 'PASSWORD_SRP > PASSWORD_VERIFIER'),
  'USER_AUTH by EMAIL_OTP': by('plain', preferring('EMAIL_OTP'), 'EMAIL_OTP'),
  'USER_AUTH by SMS_OTP': by('plain', preferring('SMS_OTP'), 'SMS_OTP'),
  'USER_AUTH by WEB_AUTHN': by('a passkey', preferring('WEB_AUTHN'), 'WEB_AUTHN'),
  'USER_AUTH after a sign-up': by('a fresh sign-up', { flow: 'USER_AUTH' }),
  CUSTOM_AUTH: by('plain', custom, 'CUSTOM_CHALLENGE'),
  'CUSTOM_AUTH after SRP': by('plain', customSrp, 'PASSWORD_VERIFIER > CUSTOM_CHALLENGE'),
  NEW_PASSWORD_REQUIRED: by('a temporary password', admin, 'NEW_PASSWORD_REQUIRED'),
  SMS_MFA: by('text messages', password, 'SMS_MFA'),
  EMAIL_OTP: by('e-mails', srp, 'PASSWORD_VERIFIER > EMAIL_OTP'),
  SOFTWARE_TOKEN_MFA: by('an app', admin, 'SOFTWARE_TOKEN_MFA'),
  SELECT_MFA_TYPE: by(
    'two factors',
    { ...password, choice: 'SOFTWARE_TOKEN_MFA' },
    'SELECT_MFA_TYPE > SOFTWARE_TOKEN_MFA',
  ),
  MFA_SETUP: by('a phone only', password, `MFA_SETUP > ${APP}`),
  'MFA_SETUP by e-mail': by('nothing', setUpByMail, 'MFA_SETUP > EMAIL_OTP'),
  DEVICE_SRP_AUTH: by('a device', onDevice(password), DEVICE),
  'DEVICE_SRP_AUTH after CUSTOM_AUTH': by('a device', onDevice(custom), `CUSTOM_CHALLENGE > ${DEVICE}`),
  REFRESH_TOKEN_AUTH: by('tokens', refresh),
}
