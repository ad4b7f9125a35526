import { fault } from '../../../domain/errors.ts'
import type { Challenge } from '../../../domain/sign-in.ts'
import type { Step } from '../step.ts'
import { CUSTOM_CHALLENGE } from './CUSTOM_CHALLENGE.ts'
import { DEVICE_PASSWORD_VERIFIER } from './DEVICE_PASSWORD_VERIFIER.ts'
import { DEVICE_SRP_AUTH } from './DEVICE_SRP_AUTH.ts'
import { EMAIL_OTP } from './EMAIL_OTP.ts'
import { MFA_SETUP } from './MFA_SETUP.ts'
import { NEW_PASSWORD_REQUIRED } from './NEW_PASSWORD_REQUIRED.ts'
import { PASSWORD } from './PASSWORD.ts'
import { PASSWORD_SRP } from './PASSWORD_SRP.ts'
import { PASSWORD_VERIFIER } from './PASSWORD_VERIFIER.ts'
import { SELECT_CHALLENGE } from './SELECT_CHALLENGE.ts'
import { SELECT_MFA_TYPE } from './SELECT_MFA_TYPE.ts'
import { SMS_MFA } from './SMS_MFA.ts'
import { SMS_OTP } from './SMS_OTP.ts'
import { SOFTWARE_TOKEN_MFA } from './SOFTWARE_TOKEN_MFA.ts'
import { WEB_AUTHN } from './WEB_AUTHN.ts'

/** Every challenge that a sign-in can ask. */
const challenges: Readonly<Partial<Record<Challenge, Step>>> = {
  SELECT_CHALLENGE,
  PASSWORD,
  PASSWORD_SRP,
  PASSWORD_VERIFIER,
  SMS_OTP,
  WEB_AUTHN,
  NEW_PASSWORD_REQUIRED,
  MFA_SETUP,
  SELECT_MFA_TYPE,
  SMS_MFA,
  EMAIL_OTP,
  SOFTWARE_TOKEN_MFA,
  CUSTOM_CHALLENGE,
  DEVICE_SRP_AUTH,
  DEVICE_PASSWORD_VERIFIER,
}

/** The step of a challenge. Raises InvalidParameterException for one that no sign-in asks. */
export const requireStep = (challenge: Challenge): Step => {
  const step = challenges[challenge]
  // Unverified.
  if (!step) throw fault('InvalidParameterException', `No sign-in asks the challenge ${challenge}.`)
  return step
}
