/**
 * What the whole program owns: values and rules of user pools, with no I/O, clock or randomness in
 * any file of this folder (they arrive as arguments) and no knowledge of protocols or storage.
 */

/** The HTTP status of every error that a client can see, by wire name. Absent means 400. */
const statuses: Readonly<Record<string, number>> = {
  ForbiddenException: 403,
  InternalErrorException: 500,
  InternalServerException: 500,
  RequestEntityTooLargeException: 413,
}

/** The message of an error that is always worded alike. `fault(name)` alone uses it. */
const messages = {
  AliasExistsException: 'An account with the given email already exists.',
  CodeMismatchException: 'Invalid verification code provided, please try again.',
  ExpiredCodeException: 'Invalid code provided, please request a code again.',
  GroupExistsException: 'A group with the name already exists.',
  InternalErrorException: 'Something went wrong',
  LimitExceededException: 'Attempt limit exceeded, please try after some time.',
  NotAuthorizedException: 'Incorrect username or password.',
  PasswordHistoryPolicyViolationException: 'Password has previously been used',
  PasswordResetRequiredException: 'Password reset required for the user',
  TooManyRequestsException: 'Rate exceeded',
  UserNotConfirmedException: 'User is not confirmed.',
  UserNotFoundException: 'User does not exist.',
  UsernameExistsException: 'User already exists',
} as const

type WordedError = keyof typeof messages

/** Errors whose message always depends on the case. */
type UnwordedError =
  | 'AccessDeniedException'
  | 'CodeDeliveryFailureException'
  | 'ConcurrentModificationException'
  | 'DeviceKeyExistsException'
  | 'DuplicateProviderException'
  | 'EnableSoftwareTokenMFAException'
  | 'ExpiredTokenException'
  | 'FeatureUnavailableInTierException'
  | 'ForbiddenException'
  | 'IncompleteSignatureException'
  | 'InvalidLambdaResponseException'
  | 'InvalidOAuthFlowException'
  | 'InvalidParameterException'
  | 'InvalidPasswordException'
  | 'InvalidSignatureException'
  | 'InvalidUserPoolConfigurationException'
  | 'ManagedLoginBrandingExistsException'
  | 'MissingAuthenticationTokenException'
  | 'OperationNotEnabledException'
  | 'PreconditionNotMetException'
  | 'RefreshTokenReuseException'
  | 'RequestEntityTooLargeException'
  | 'ResourceNotFoundException'
  | 'ScopeDoesNotExistException'
  | 'SerializationException'
  | 'ServiceQuotaExceededException'
  | 'SoftwareTokenMFANotFoundException'
  | 'TermsExistsException'
  | 'TooManyFailedAttemptsException'
  | 'UnauthorizedException'
  | 'UnexpectedLambdaException'
  | 'UnknownOperationException'
  | 'UnrecognizedClientException'
  | 'UnsupportedOperationException'
  | 'UnsupportedTokenTypeException'
  | 'UnsupportedUserStateException'
  | 'UserImportInProgressException'
  | 'UserLambdaValidationException'
  | 'UserPoolAddOnNotEnabledException'
  | 'UserPoolTaggingException'
  | 'WebAuthnChallengeNotFoundException'
  | 'WebAuthnClientMismatchException'
  | 'WebAuthnConfigurationMissingException'
  | 'WebAuthnCredentialNotSupportedException'
  | 'WebAuthnNotEnabledException'
  | 'WebAuthnOriginNotAllowedException'
  | 'WebAuthnRelyingPartyMismatchException'

/** Wire name of an error. */
export type ErrorName = WordedError | UnwordedError

/** What a change belongs to was deleted while the change was under way. */
export class Orphaned extends Error {}

/** An answer that is an error of the service: thrown anywhere, put on the wire in one place. */
export class ServiceError extends Error {
  override readonly name: ErrorName
  readonly status: number

  constructor(name: ErrorName, message: string, status = statuses[name] ?? 400) {
    super(message)
    this.name = name
    this.status = status
  }
}

/**
 * Makes the error `name`. The message may be left out only where the service always says the same.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
 */
export function fault(name: WordedError, message?: string): ServiceError
export function fault(name: UnwordedError, message: string): ServiceError
export function fault(name: ErrorName, message?: string): ServiceError {
  return new ServiceError(name, message ?? messages[name as WordedError])
}
