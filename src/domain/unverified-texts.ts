/**
 * Messages about the settings of pools and clients, and about devices, whose wording, on the real service, nobody has
 * reported yet. Each is here until it can be corrected; the recorded ones stand beside their rules.
 */
export const unverifiedTexts = {
  acrLevel: (level: string) => `Invalid ACR level: ${level}. Valid levels are Level1, Level2, Level3 and Level4.`,
  acrValue: (level: string) => `Invalid ACR value for ${level}.`,
  acrDuplicate: 'ACR values must be unique across all levels in the user pool.',
  concurrent: 'The resource was modified by another request. Please try again.',
  emailHeader: (path: string) => `${path} must not contain line breaks.`,
  emailReplyTo: 'Provided ReplyTo email address is invalid',
  eumsRegion: (region: string) => `Invalid EumsSms region. Allowed region for ${region} is ${region}`,
  eumsWithSns: 'Only one of SnsCallerArn or EumsSms can be set in SmsConfiguration.',
  kmsKeyArn: 'KmsKeyArn is required when KeyType is CUSTOMER_MANAGED_KEY.',
  poolLimit: 'Maximum number of user pools has been reached.',
  session: 'Session does not exist.',
  sessionCurrent: 'The current session cannot be revoked.',
  sessionTracking: 'User session tracking is not enabled for the user pool.',
  relyingParty: 'RelyingPartyId must be a domain name.',
  resourceArn: 'Invalid ResourceArn: it must be the ARN of a user pool in this account and Region.',
  softwareToken: 'SOFTWARE_TOKEN is not supported as an auth factor.',
  tagCount: 'A resource cannot have more than 50 tags.',
  tagPrefix: 'Tag keys cannot begin with aws:',

  autoVerify: (name: string) => `The user has no ${name} that could be verified.`,
  migratedSms: 'SMS MFA cannot be enabled for the migrated user.',

  clientToken: 'ALLOW_CLIENT_TOKEN_AUTH is not enabled for the client.',
  clientTokenAlone: 'ALLOW_CLIENT_TOKEN_AUTH cannot be used with other auth flows.',
  clientTokenSecret: 'ALLOW_CLIENT_TOKEN_AUTH can not be selected if client does not have a client secret.',
  clientLimit: 'Maximum number of user pool clients has been reached.',
  clientSecretTwice: 'ClientSecret cannot be provided when GenerateSecret is true.',
  redirectUrl: (url: string) => `${url} is not a valid URL.`,
  rotation: 'ALLOW_REFRESH_TOKEN_AUTH cannot be used when refresh token rotation is enabled.',
  scope: (scope: string) => `Invalid scope requested: ${scope}`,
  scopeOfOther: (scope: string) => `The scope ${scope} is not allowed for this client.`,
  scopeNone: 'No scopes are configured for this client.',
  secretCount: 'Client secrets cannot exceed limit of 2 secrets.',
  secretLast: 'Cannot delete the only client secret.',
  secretNone: 'Client secret cannot be added to a client that was created without a secret.',
  secretRegistered: 'Client secret operations are not supported for clients of dynamic client registration.',
  secretUnknown: 'Client secret does not exist',

  accessToken: 'Missing Access Token',
  deviceKeyExists: 'Device key already exists.',
  deviceSalt: 'Invalid salt given in the DeviceSecretVerifierConfig.',
  deviceTracking: 'Device tracking is not enabled for the user pool.',
  deviceVerifier: 'Invalid password verifier given in the DeviceSecretVerifierConfig.',

  importActive: 'Another user import job is active in this account. Only one can be at a time.',
  importInProgress: 'A user import job is in progress for the user pool.',
  importJob: (jobId: string) => `Import Job ${jobId} does not exist.`,
  importLimit: 'Maximum number of user import jobs has been reached.',
  importNotStartable: (jobId: string, status: string) =>
    `The user import job ${jobId} cannot be started: it is ${status}.`,
  importNotStoppable: (jobId: string, status: string) =>
    `The user import job ${jobId} cannot be stopped: it is ${status}.`,
  importUnverifiable: 'The user pool has no auto verified attributes, which the import of users requires.',

  noWayOut: (medium: 'EMAIL' | 'SMS') =>
    `The user pool has no way to send ${medium === 'EMAIL' ? 'e-mail' : 'text messages'}.`,
  longUsername: 'USERNAME is longer than a user name or an alias can be.',

  resourceServer: (identifier: string) => `Resource server ${identifier} does not exist.`,
  resourceServerLimit: 'Maximum number of resource servers has been reached.',
  resourceServerReserved: (identifier: string) => `The identifier ${identifier} is reserved.`,
  resourceServerScopeTwice: (scope: string) => `Duplicate scope name: ${scope}`,
} as const
