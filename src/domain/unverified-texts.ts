/**
 * Messages about the settings of pools and clients whose wording, on the real service, nobody has
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
  relyingParty: 'RelyingPartyId must be a domain name.',
  resourceArn: 'Invalid ResourceArn: it must be the ARN of a user pool in this account and Region.',
  softwareToken: 'SOFTWARE_TOKEN is not supported as an auth factor.',
  tagCount: 'A resource cannot have more than 50 tags.',
  tagPrefix: 'Tag keys cannot begin with aws:',

  clientLimit: 'Maximum number of user pool clients has been reached.',
  clientSecretTwice: 'ClientSecret cannot be provided when GenerateSecret is true.',
  redirectUrl: (url: string) => `${url} is not a valid URL.`,
  rotation: 'ALLOW_REFRESH_TOKEN_AUTH cannot be used when refresh token rotation is enabled.',
  scope: (scope: string) => `Invalid scope requested: ${scope}`,
  secretCount: 'Client secrets cannot exceed limit of 2 secrets.',
  secretLast: 'Cannot delete the only client secret.',
  secretNone: 'Client secret cannot be added to a client that was created without a secret.',
  secretUnknown: 'Client secret does not exist',
} as const
