import { fault } from './errors.ts'
import type { VerifiedAttribute } from './pool.ts'
import { readFlag, type TriggerResponse } from './trigger-reply.ts'
import { unverifiedTexts } from './unverified-texts.ts'
import type { User } from './user.ts'

/** What PreSignUp may say, and what a function finds there. */
export const admissionDefaults = { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false } as const

const flags = { email: 'autoVerifyEmail', phone_number: 'autoVerifyPhone' } as const satisfies Record<
  VerifiedAttribute,
  keyof typeof admissionDefaults
>

/** Somebody who signs up, as they come in. */
export type Admitted = {
  readonly user: User
  /** Whether an address counts as proved, so that it is taken from whoever has it for an alias. */
  readonly takesAliases: boolean
}

/**
 * What becomes of who signs up by the answer of PreSignUp: confirmed, with addresses that count as proved.
 * Raises InvalidParameterException for an address that is not there, and InvalidLambdaResponseException.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
 */
export const admit = (user: User, response: TriggerResponse): Admitted => {
  const names = (Object.keys(flags) as VerifiedAttribute[]).filter((name) => readFlag(response, flags[name]))
  const missing = names.find((name) => !user.attributes.get(name))
  if (missing) throw fault('InvalidParameterException', unverifiedTexts.autoVerify(missing))
  const proved = names.map((name) => [`${name}_verified`, 'true'] as const)
  return {
    user: {
      ...user,
      status: readFlag(response, 'autoConfirmUser') ? 'CONFIRMED' : user.status,
      attributes: new Map([...user.attributes, ...proved]),
    },
    takesAliases: names.length > 0,
  }
}
