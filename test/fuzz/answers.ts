import type { ErrorName } from '../../src/domain/errors.ts'
import { compilePattern } from '../../src/wire/java-pattern.ts'
import { findModelShape, type ModelShape, model } from '../wire/compare-with-model.ts'

/** Every name that an error may have; the compiler insists that none is missing. */
const errorNames: Readonly<Record<ErrorName, true>> = {
  AccessDeniedException: true,
  AliasExistsException: true,
  CodeDeliveryFailureException: true,
  CodeMismatchException: true,
  ConcurrentModificationException: true,
  DeviceKeyExistsException: true,
  DuplicateProviderException: true,
  EnableSoftwareTokenMFAException: true,
  ExpiredCodeException: true,
  ExpiredTokenException: true,
  FeatureUnavailableInTierException: true,
  ForbiddenException: true,
  GroupExistsException: true,
  IncompleteSignatureException: true,
  InternalErrorException: true,
  InvalidLambdaResponseException: true,
  InvalidOAuthFlowException: true,
  InvalidParameterException: true,
  InvalidPasswordException: true,
  InvalidSignatureException: true,
  InvalidUserPoolConfigurationException: true,
  LimitExceededException: true,
  ManagedLoginBrandingExistsException: true,
  MissingAuthenticationTokenException: true,
  NotAuthorizedException: true,
  PasswordHistoryPolicyViolationException: true,
  PasswordResetRequiredException: true,
  OperationNotEnabledException: true,
  PreconditionNotMetException: true,
  RefreshTokenReuseException: true,
  RequestEntityTooLargeException: true,
  ResourceNotFoundException: true,
  ScopeDoesNotExistException: true,
  SerializationException: true,
  ServiceQuotaExceededException: true,
  SoftwareTokenMFANotFoundException: true,
  TermsExistsException: true,
  TooManyFailedAttemptsException: true,
  TooManyRequestsException: true,
  UnauthorizedException: true,
  UnexpectedLambdaException: true,
  UnknownOperationException: true,
  UnrecognizedClientException: true,
  UnsupportedOperationException: true,
  UnsupportedTokenTypeException: true,
  UnsupportedUserStateException: true,
  UserImportInProgressException: true,
  UserLambdaValidationException: true,
  UserNotConfirmedException: true,
  UserNotFoundException: true,
  UserPoolAddOnNotEnabledException: true,
  UserPoolTaggingException: true,
  UsernameExistsException: true,
  WebAuthnChallengeNotFoundException: true,
  WebAuthnClientMismatchException: true,
  WebAuthnConfigurationMissingException: true,
  WebAuthnCredentialNotSupportedException: true,
  WebAuthnNotEnabledException: true,
  WebAuthnOriginNotAllowedException: true,
  WebAuthnRelyingPartyMismatchException: true,
}

/** What is answered before an operation has its say, so that no operation declares it. */
export const frontEnd: ReadonlySet<string> = new Set<ErrorName>([
  'AccessDeniedException',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'RequestEntityTooLargeException',
  'SerializationException',
  'UnknownOperationException',
])

const typeFault = (shape: ModelShape, value: unknown): string | undefined => {
  const wanted: Record<string, (given: unknown) => boolean> = {
    string: (given) => typeof given === 'string',
    integer: Number.isSafeInteger,
    long: Number.isSafeInteger,
    double: Number.isFinite,
    timestamp: Number.isFinite,
    boolean: (given) => typeof given === 'boolean',
    list: Array.isArray,
    map: (given) => given !== null && typeof given === 'object' && !Array.isArray(given),
    structure: (given) => given !== null && typeof given === 'object' && !Array.isArray(given),
  }
  return wanted[shape.type]?.(value) === false ? `is no ${shape.type}` : undefined
}

const patterns = new Map<string, RegExp>()
const matches = (pattern: string, text: string) => {
  const known = patterns.get(pattern) ?? compilePattern(pattern)
  patterns.set(pattern, known)
  return known.test(text)
}

/**
 * Shapes whose constraints the service's answers do not keep: with its prefix a name is longer, as the standard ones
 * are; a pool may have no import jobs; and the messages of those that are recorded have blanks in them.
 */
const unbounded: ReadonlySet<string> = new Set([
  'CompletionMessageType',
  'CustomAttributeNameType',
  'UserImportJobsListType',
])

const constraintFault = (shape: ModelShape, value: unknown): string | undefined => {
  if (typeof value === 'string') {
    if (shape.enum && !shape.enum.includes(value)) return 'is not of the enumeration'
    if (shape.pattern !== undefined && !matches(shape.pattern, value)) return `does not match ${shape.pattern}`
  }
  const size =
    typeof value === 'number' ? value : typeof value === 'string' || Array.isArray(value) ? value.length : undefined
  if (size === undefined) return undefined
  if (shape.max !== undefined && size > shape.max) return `is over ${shape.max}`
  return shape.min !== undefined && size < shape.min ? `is under ${shape.min}` : undefined
}

const shapeFaults = (name: string, value: unknown, path: string): string[] => {
  // A structure without members to the model, and any JSON to whoever gets it.
  if (name === 'Document') return []
  const shape = findModelShape(name)
  if (!shape) return [`${path}: the model has no ${name}`]
  const fault = typeFault(shape, value) ?? (unbounded.has(name) ? undefined : constraintFault(shape, value))
  if (fault) return [`${path} ${fault}: ${JSON.stringify(value)?.slice(0, 200)}`]
  if (Array.isArray(value)) return value.flatMap((item) => shapeFaults(shape.member ?? '', item, `${path}[]`))
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, item]) => {
    if (shape.value) return shapeFaults(shape.value, item, `${path}{}`)
    const member = shape.members?.[key]
    return member ? shapeFaults(member, item, `${path}.${key}`) : [`${path}.${key}: the model has no such member`]
  })
}

/** What came back. */
export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly bytes: Buffer
  readonly milliseconds: number
}

const SLOWEST_MS = 5000
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const parse = (bytes: Buffer): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(decoder.decode(bytes))
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

const errorFaults = (operation: string, { status, headers }: Answer, body: Record<string, unknown>): string[] => {
  const { __type: name, message } = body
  if (status >= 500) return [`status ${status}: ${String(name)}`]
  if (typeof name !== 'string' || !Object.hasOwn(errorNames, name)) return [`unknown error ${String(name)}`]
  const found: string[] = []
  if (typeof message !== 'string' || message === '') found.push(`${name} without a message`)
  if (headers['x-amzn-errortype'] !== `${name}:`)
    found.push(`${name} is ${String(headers['x-amzn-errortype'])} in the header`)
  const declared = model.operations[operation]?.errors ?? []
  if (!declared.includes(name) && !frontEnd.has(name)) {
    found.push(`${name} is not declared: ${String(message)}`)
  }
  return found
}

/** What is wrong with the answer to an API request, and its body. */
export const judge = (operation: string, answer: Answer): { faults: string[]; body: Record<string, unknown> } => {
  const body = parse(answer.bytes)
  const faults: string[] = []
  if (answer.milliseconds > SLOWEST_MS) faults.push(`took ${Math.round(answer.milliseconds)} ms`)
  if (answer.headers['content-type'] !== 'application/x-amz-json-1.1') faults.push('another content type')
  if (!body) return { faults: [...faults, `status ${answer.status}, and the body is no JSON in UTF-8`], body: {} }
  if (answer.status !== 200) faults.push(...errorFaults(operation, answer, body))
  else {
    const output = model.operations[operation]?.output
    if (output) faults.push(...shapeFaults(output, body, operation))
    else if (Object.keys(body).length > 0) faults.push('an answer where there should be none')
  }
  return { faults, body }
}
