import { unverifiedBrandingTexts } from '../../src/domain/unverified-branding-texts.ts'
import { unverifiedRiskTexts } from '../../src/domain/unverified-risk-texts.ts'
import { unverifiedTexts } from '../../src/domain/unverified-texts.ts'
import type { Refusal } from './case.ts'
import { invalid, notAuthorized } from './change.ts'
import type { Members } from './constraints.ts'
import { notFound, noUser } from './names.ts'
import { refusalOf } from './otherwise.ts'

/** What makes an end of what it names, by this member: the second request is about nothing. */
const ending: Readonly<Record<string, string>> = {
  AdminDeleteUser: 'Username',
  AdminForgetDevice: 'DeviceKey',
  AdminRevokeUserSession: 'SessionId',
  DeleteGroup: 'GroupName',
  DeleteIdentityProvider: 'ProviderName',
  DeleteManagedLoginBranding: 'ManagedLoginBrandingId',
  DeleteResourceServer: 'Identifier',
  DeleteTerms: 'TermsId',
  DeleteUserPool: 'UserPoolId',
  DeleteUserPoolClient: 'ClientId',
  DeleteUserPoolClientSecret: 'ClientSecretId',
  DeleteUserPoolDomain: 'Domain',
  DeleteWebAuthnCredential: 'CredentialId',
  ForgetDevice: 'DeviceKey',
  RevokeUserSession: 'SessionId',
}

const expired: Refusal = ['ExpiredCodeException', 'Invalid code provided, please request a code again.']
const confirmed = notAuthorized('User cannot be confirmed. Current status is CONFIRMED')
const spent = notAuthorized('Invalid session for the user, session can only be used once.')

/** What can be made once only, or proves something once only. */
const single: Readonly<Record<string, (input: Members) => Refusal>> = {
  AddCustomAttributes: () => invalid('custom:team: Existing attribute already has name custom:team.'),
  AddUserPoolClientSecret: () => ['LimitExceededException', unverifiedTexts.secretCount],
  AdminConfirmSignUp: confirmed,
  AdminCreateUser: () => ['UsernameExistsException', 'User account already exists'],
  AdminDisableProviderForUser: () => noUser,
  AdminLinkProviderForUser: () => invalid('SourceUser is already linked to DestinationUser'),
  AdminRespondToAuthChallenge: spent,
  AdminSetUserPassword: () => ['PasswordHistoryPolicyViolationException', 'Password has previously been used'],
  ChangePassword: notAuthorized('Incorrect username or password.'),
  CompleteWebAuthnRegistration: () => [
    'WebAuthnChallengeNotFoundException',
    'The challenge was not found or has expired.',
  ],
  ConfirmDevice: () => ['DeviceKeyExistsException', unverifiedTexts.deviceKeyExists],
  ConfirmForgotPassword: () => expired,
  ConfirmSignUp: confirmed,
  CreateGroup: () => ['GroupExistsException', 'A group with the name already exists.'],
  CreateIdentityProvider: ({ ProviderName, UserPoolId }) => [
    'DuplicateProviderException',
    `${ProviderName} already exists in user pool ${UserPoolId}`,
  ],
  CreateManagedLoginBranding: () => ['ManagedLoginBrandingExistsException', unverifiedBrandingTexts.brandingExists],
  CreateResourceServer: ({ Identifier, UserPoolId }) =>
    invalid(`${Identifier} already exists in user pool ${UserPoolId}.`),
  CreateTerms: () => ['TermsExistsException', unverifiedBrandingTexts.termsExist],
  CreateUserPoolDomain: () => invalid('Domain already associated with another user pool.'),
  CreateUserPoolReplica: () => ['LimitExceededException', unverifiedRiskTexts.replicaLimit],
  DeleteUser: () => noUser,
  DeleteUserPoolReplica: ({ RegionName }) => notFound(unverifiedRiskTexts.replica(String(RegionName))),
  GlobalSignOut: notAuthorized('Access Token has been revoked'),
  RespondToAuthChallenge: spent,
  SignUp: () => ['UsernameExistsException', 'User already exists'],
  VerifySoftwareToken: () => ['EnableSoftwareTokenMFAException', 'No software token is waiting to be verified.'],
  VerifyUserAttribute: () => expired,
}

/** What an operation says of a good request that was answered before; undefined where it is answered again. */
export const refusalAgain = (operation: string, input: Members): Refusal | null | undefined => {
  const member = ending[operation]
  return member === undefined
    ? single[operation]?.(input)
    : refusalOf(operation, member, String(input[member]), 'unknown')
}
