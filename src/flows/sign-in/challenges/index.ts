import { fault } from '../../../domain/errors.ts'
import type { Challenge } from '../../../domain/sign-in.ts'
import type { Step } from '../step.ts'
import { EMAIL_OTP } from './EMAIL_OTP.ts'
import { MFA_SETUP } from './MFA_SETUP.ts'
import { NEW_PASSWORD_REQUIRED } from './NEW_PASSWORD_REQUIRED.ts'
import { SELECT_MFA_TYPE } from './SELECT_MFA_TYPE.ts'
import { SMS_MFA } from './SMS_MFA.ts'
import { SOFTWARE_TOKEN_MFA } from './SOFTWARE_TOKEN_MFA.ts'

/** Every challenge that this version can ask. One that is not here is refused by name. */
const challenges: Readonly<Partial<Record<Challenge, Step>>> = {
  NEW_PASSWORD_REQUIRED,
  MFA_SETUP,
  SELECT_MFA_TYPE,
  SMS_MFA,
  EMAIL_OTP,
  SOFTWARE_TOKEN_MFA,
}

/** The step of a challenge. Raises UnsupportedOperationException for one that this version cannot ask. */
export const requireStep = (challenge: Challenge): Step => {
  const step = challenges[challenge]
  if (step) return step
  throw fault('UnsupportedOperationException', `The challenge ${challenge} is not supported by this version of Cenote.`)
}
