/** The triggers around a user's beginning: before they are stored, and after they are confirmed. */
import type { Context } from '../../context.ts'
import type { Pool } from '../../domain/pool.ts'
import { admissionDefaults } from '../../domain/pre-sign-up.ts'
import type { Via } from '../../domain/sign-in.ts'
import { eventAttributes } from '../../domain/trigger-event.ts'
import type { TriggerResponse } from '../../domain/trigger-reply.ts'
import type { Attributes, User } from '../../domain/user.ts'
import type { PostConfirmationTriggerEvent, PreSignUpTriggerEvent } from '../../triggers/index.ts'
import { clientMetadata, invokeTrigger } from './invoke.ts'

type Occasion = {
  readonly pool: Pool
  readonly clientId: string | null
  readonly user: User
  readonly via: Pick<Via, 'origin' | 'metadata'>
}

/** Somebody who is about to be stored. */
export type Candidate = Occasion & {
  readonly source: 'SignUp' | 'AdminCreateUser' | 'ExternalProvider'
  /** For the function alone. */
  readonly validationData: Attributes
}

/**
 * Asks PreSignUp, which may refuse the user by an error, and answers what it said; undefined without it.
 * The function sees the attributes that were given. Raises as `invokeTrigger`.
 */
export const askPreSignUp = (ctx: Context, candidate: Candidate): Promise<TriggerResponse | undefined> => {
  const { user, source, validationData, via } = candidate
  return invokeTrigger<PreSignUpTriggerEvent>(ctx, {
    ...candidate,
    userName: user.username,
    trigger: 'preSignUp',
    source: `PreSignUp_${source}`,
    request: {
      userAttributes: Object.fromEntries(user.attributes),
      validationData: validationData.size > 0 ? Object.fromEntries(validationData) : null,
      ...clientMetadata(via),
    },
    response: admissionDefaults,
  })
}

/**
 * Tells PostConfirmation of a user who is confirmed, or has a new password by a code. It comes after what
 * it tells of, and undoes nothing: an error is only the answer to the request. Raises as `invokeTrigger`.
 */
export const tellPostConfirmation = async (
  ctx: Context,
  occasion: Occasion & { readonly source: 'ConfirmSignUp' | 'ConfirmForgotPassword' },
): Promise<void> => {
  const { pool, user, source, via } = occasion
  await invokeTrigger<PostConfirmationTriggerEvent>(ctx, {
    ...occasion,
    userName: user.username,
    trigger: 'postConfirmation',
    source: `PostConfirmation_${source}`,
    request: { userAttributes: eventAttributes(pool, user), ...clientMetadata(via) },
    response: {},
  })
}
