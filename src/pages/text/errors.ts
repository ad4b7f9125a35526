import { text } from './say.ts'
import type { Key, Language } from './types.ts'

type ErrorKey = Extract<Key, `error.${string}`>

/** Errors that say the same whatever their message is. */
const names = {
  AliasExistsException: 'error.aliasExists',
  CodeDeliveryFailureException: 'error.codeNotDelivered',
  CodeMismatchException: 'error.wrongCode',
  EnableSoftwareTokenMFAException: 'error.wrongCode',
  ExpiredCodeException: 'error.expiredCode',
  InvalidParameterException: 'error.invalidInput',
  // Of a sign-in: a code that cannot be sent.
  InvalidUserPoolConfigurationException: 'error.codeNotDelivered',
  LimitExceededException: 'error.limitExceeded',
  NotAuthorizedException: 'error.incorrectLogin',
  PasswordResetRequiredException: 'error.passwordResetRequired',
  TooManyFailedAttemptsException: 'error.limitExceeded',
  TooManyRequestsException: 'error.limitExceeded',
  UsernameExistsException: 'error.usernameExists',
  UserNotConfirmedException: 'error.userNotConfirmed',
  UserNotFoundException: 'error.incorrectLogin',
} as const

/** Errors whose message is meant for people: of a policy, or of a pool's own function. */
const spoken: ReadonlySet<string> = new Set([
  'InvalidPasswordException',
  'PasswordHistoryPolicyViolationException',
  'UserLambdaValidationException',
])

/** What NotAuthorizedException is about, where it is not a wrong password. The first that matches counts. */
const refusals = [
  [/\bdisabled\b/i, 'error.userDisabled'],
  [/attempts exceeded/i, 'error.attemptsExceeded'],
  [/temporary password has expired/i, 'error.temporaryPasswordExpired'],
  [/\bsession\b/i, 'error.sessionExpired'],
] as const

const keyOf = (name: string, message: string): ErrorKey => {
  const refusal = name === 'NotAuthorizedException' && refusals.find(([pattern]) => pattern.test(message))
  if (refusal) return refusal[1]
  const known: Readonly<Record<string, ErrorKey>> = names
  return (Object.hasOwn(known, name) ? known[name] : undefined) ?? 'error.somethingWrong'
}

/**
 * What a page tells people about an error of the service. A user who is not there is told of as a wrong
 * password is. Only messages that are meant for people are shown as they are.
 */
export const errorText = (language: Language, { name, message }: { name: string; message: string }): string =>
  spoken.has(name) && message !== '' ? message : text(language, keyOf(name, message))
