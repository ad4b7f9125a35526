/** The triggers around a sign-in: before a secret is looked at, and when all of it was proved. */
import type { Context } from '../../context.ts'
import { hidesUsers } from '../../domain/client.ts'
import type { Attempt } from '../../domain/sign-in.ts'
import { eventAttributes } from '../../domain/trigger-event.ts'
import type { PostAuthenticationTriggerEvent, PreAuthenticationTriggerEvent } from '../../triggers/index.ts'
import { clientMetadata, invokeTrigger } from './invoke.ts'

type SignIn = Pick<Attempt, 'pool' | 'client' | 'user' | 'isKnown' | 'via'>

/**
 * Asks PreAuthentication, which may refuse the sign-in by an error. What came as ClientMetadata reaches it as
 * `validationData`. Of a name that nobody has it hears where the client hides who exists. Raises as `invokeTrigger`.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-authentication.html
 */
export const askPreAuthentication = async (ctx: Context, signIn: SignIn): Promise<void> => {
  const { pool, client, user, isKnown, via } = signIn
  await invokeTrigger<PreAuthenticationTriggerEvent>(ctx, {
    ...{ pool, clientId: client.id, userName: user.username, via },
    trigger: 'preAuthentication',
    source: 'PreAuthentication_Authentication',
    request: {
      userAttributes: isKnown ? eventAttributes(pool, user) : {},
      validationData: via.metadata ?? null,
      ...(hidesUsers(client) && { userNotFound: !isKnown }),
    },
    response: {},
  })
}

/** Tells PostAuthentication of a sign-in, which gets no tokens if it raises an error. Raises as `invokeTrigger`. */
export const tellPostAuthentication = async (
  ctx: Context,
  signIn: SignIn & { readonly newDeviceUsed: boolean },
): Promise<void> => {
  const { pool, client, user, via, newDeviceUsed } = signIn
  await invokeTrigger<PostAuthenticationTriggerEvent>(ctx, {
    ...{ pool, clientId: client.id, userName: user.username, via },
    trigger: 'postAuthentication',
    source: 'PostAuthentication_Authentication',
    request: { userAttributes: eventAttributes(pool, user), newDeviceUsed, ...clientMetadata(via) },
    response: {},
  })
}
