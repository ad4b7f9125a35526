/**
 * The events that a pool's functions are given, what each may answer in `response`, and their handlers: types for
 * functions in TypeScript, `import type { PreSignUpTriggerHandler } from 'cenote/triggers'`. The names are those of
 * `@types/aws-lambda`, and so is the form: a handler that is written with these runs at AWS Lambda, and the other
 * way round. As there, what nobody has set may arrive as `null` where the type says that it may be absent, and the
 * members of `response` always do, but for those of PreSignUp. Wider than there are the challenges of a session,
 * the values of claims, and the occasions of the third version of PreTokenGeneration.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export type * from './custom-auth.ts'
export type { BaseTriggerEvent, StringMap, TriggerContext, TriggerHandler } from './event.ts'
export type * from './messages.ts'
export type * from './tokens.ts'
export type * from './users.ts'
