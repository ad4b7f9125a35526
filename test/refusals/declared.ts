import { readFileSync } from 'node:fs'
import { model } from '../wire/compare-with-model.ts'
import { isRefusedAbroad } from './abroad.ts'
import { isSigned } from './calls.ts'
import { isTold, operations } from './case.ts'
import { takesToken } from './tokens.ts'

/** Operations that declare an error and are not seen with it here, and why: a text, or the test that sees them with it. */
type Account = readonly [error: string, why: string, of?: readonly string[] | ((operation: string) => boolean)]

const responses = ['AdminRespondToAuthChallenge', 'RespondToAuthChallenge']
const isUnsigned = (operation: string) => !isSigned(operation)
/** A test of an operation. */
const test = (path: string) => `../operations/${path}.test.ts`

const limits: readonly Account[] = [
  ['AdminLinkProviderForUser', 'providers'],
  ['ChangePassword', 'account'],
  ['CompleteWebAuthnRegistration', 'passkeys'],
  ['CreateGroup', 'groups'],
  ['CreateIdentityProvider', 'providers'],
  ['CreateManagedLoginBranding', 'branding'],
  ['CreateResourceServer', 'resource-servers'],
  ['CreateTerms', 'terms'],
  ['CreateUserImportJob', 'imports'],
  ['CreateUserPool', 'pools'],
  ['CreateUserPoolClient', 'clients'],
  ['CreateUserPoolDomain', 'domains'],
  ['GetUserAttributeVerificationCode', 'account'],
  ['VerifyUserAttribute', 'account'],
].map(([operation = '', folder]) => ['LimitExceededException', test(`${folder}/${operation}`), [operation]])

const passkeys: readonly Account[] = [
  'WebAuthnClientMismatchException',
  'WebAuthnCredentialNotSupportedException',
  'WebAuthnOriginNotAllowedException',
  'WebAuthnRelyingPartyMismatchException',
].map((error) => [error, test('passkeys/CompleteWebAuthnRegistration')])

/** What other tests see. */
const elsewhere: readonly Account[] = [
  ...limits,
  ...passkeys,
  [
    'LimitExceededException',
    test('attempt-limits'),
    ['ConfirmForgotPassword', 'ConfirmSignUp', 'ForgotPassword', 'ResendConfirmationCode'],
  ],
  ['CodeMismatchException', '../flows/mfa.test.ts', responses],
  ['ExpiredCodeException', '../flows/mfa.test.ts', responses],
  ['PasswordResetRequiredException', '../security/account-states.ts', responses],
  ['UserNotConfirmedException', '../security/account-states.ts', responses],
  ['RefreshTokenReuseException', test('auth/GetTokensFromRefreshToken')],
  ['UserImportInProgressException', test('imports/StartUserImportJob')],
]

/** What no test sees, for Cenote does not say it. */
const never: readonly Account[] = [
  ['InternalErrorException', 'That would be a fault of the server.'],
  ['InternalServerException', 'That would be a fault of the server, and have the name that it has everywhere.'],
  ['ForbiddenException', 'There are no web ACLs.'],
  ['InvalidEmailRoleAccessPolicyException', 'Messages are sent without a role.'],
  ['InvalidSmsRoleAccessPolicyException', 'Messages are sent without a role.'],
  ['InvalidSmsRoleTrustRelationshipException', 'Messages are sent without a role.'],
  ['NotAuthorizedException', 'Who signs and may not ask hears AccessDeniedException.', isSigned],
  ['OperationNotEnabledException', 'What is not signed names no Region.', isUnsigned],
  [
    'OperationNotEnabledException',
    'The second Region answers it, or it is of no pool.',
    (operation) => isSigned(operation) && !isRefusedAbroad(operation),
  ],
  [
    'ConcurrentModificationException',
    'What it makes, deletes or sets does not depend on what was read before.',
    [
      'AssociateSoftwareToken',
      'CreateManagedLoginBranding',
      'CreateTerms',
      'CreateUserPoolDomain',
      'DeleteIdentityProvider',
      'DeleteManagedLoginBranding',
      'DeleteTerms',
      'DeleteUserPoolClient',
      'DeleteUserPoolDomain',
    ],
  ],
  ['ResourceNotFoundException', 'A token is of a pool that is there, or it is of none.', takesToken],
  ['ResourceNotFoundException', 'It describes what there is not by nothing.', ['DescribeUserPoolDomain']],
  [
    'ResourceNotFoundException',
    'A limit that there is not is a wrong parameter.',
    ['GetProvisionedLimit', 'UpdateProvisionedLimit'],
  ],
  ['UserNotConfirmedException', 'Who has a token has confirmed.', takesToken],
  ['UserNotConfirmedException', 'The code confirms, too.', ['ConfirmForgotPassword']],
  ['UserNotConfirmedException', 'The state does not matter.', ['AdminSetUserMFAPreference']],
  ['PasswordResetRequiredException', 'The state does not matter.', ['AdminSetUserMFAPreference']],
  [
    'UserNotFoundException',
    'What is to prove who it is, is told of instead.',
    [...responses, 'GetTokensFromRefreshToken', 'UpdateAuthEventFeedback'],
  ],
  ['TooManyFailedAttemptsException', 'LimitExceededException is said instead.'],
  [
    'LimitExceededException',
    'It has no limit of its own.',
    [
      'AdminConfirmSignUp',
      'AdminResetUserPassword',
      'DeleteUserPoolClientSecret',
      'DeleteWebAuthnCredential',
      'ListUserPoolClientSecrets',
      'ListWebAuthnCredentials',
      'SignUp',
      'StartWebAuthnRegistration',
    ],
  ],
  ['MFAMethodNotFoundException', 'A factor is set up instead.'],
  ['TierChangeNotAllowedException', 'There are no accounts of old.'],
  ['UnsupportedIdentityProviderException', 'Providers of all types can be changed and deleted.'],
  [
    'InvalidUserPoolConfigurationException',
    'No configuration is in the way.',
    ['AdminInitiateAuth', 'InitiateAuth', ...responses, 'VerifySoftwareToken'],
  ],
  ['UnsupportedOperationException', 'All flows are supported.', ['AdminInitiateAuth', 'InitiateAuth']],
  ['SoftwareTokenMFANotFoundException', 'Who has no app is not asked for its code.', responses],
  ['AliasExistsException', 'An identity that is freed was nobody else’s.', ['AdminDisableProviderForUser']],
  ['CodeDeliveryFailureException', 'Nothing is sent.', ['SetRiskConfiguration']],
  ['CodeMismatchException', 'It takes no code.', ['UpdateUserAttributes']],
  ['CodeMismatchException', 'EnableSoftwareTokenMFAException is said instead.', ['VerifySoftwareToken']],
  ['ExpiredCodeException', 'It takes no code.', ['UpdateUserAttributes']],
  ['PreconditionNotMetException', 'There are no preconditions.', ['AdminCreateUser', 'CreateUserImportJob']],
  ['UserPoolTaggingException', 'Tags are read only.', ['DescribeUserPool']],
  ['InvalidLambdaResponseException', 'It asks no function.', ['ConfirmDevice']],
  ['InvalidPasswordException', 'Devices have no passwords of their users.', ['ConfirmDevice']],
  ['UsernameExistsException', 'It makes no user.', ['ConfirmDevice']],
]

const isOf = (operation: string, of: Account[2]) =>
  of === undefined || (typeof of === 'function' ? of(operation) : of.includes(operation))

/** Every error that an operation declares and was neither seen with nor is accounted for. */
export const unaccountedFor = (): string[] =>
  operations.flatMap((operation) =>
    (model.operations[operation]?.errors ?? [])
      .filter((error) => !isTold(operation, error))
      .filter((error) => ![...elsewhere, ...never].some(([name, , of]) => name === error && isOf(operation, of)))
      .map((error) => `${operation}: ${error}`),
  )

/** Accounts that are wrong: of what was seen here, or of a test that does not name the error. */
export const wrongAccounts = (): string[] => {
  const seen = [...elsewhere, ...never].flatMap(([error, , of]) =>
    (typeof of === 'object' ? of : [])
      .filter((operation) => isTold(operation, error))
      .map((operation) => `${operation}: ${error} is seen here`),
  )
  const untested = elsewhere
    .filter(([error, file]) => !readFileSync(new URL(file, import.meta.url), 'utf8').includes(error))
    .map(([error, file]) => `${file} does not name ${error}`)
  return [...seen, ...untested]
}
