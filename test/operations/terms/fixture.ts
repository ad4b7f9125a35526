import {
  type CognitoIdentityProviderClient,
  CreateTermsCommand,
  type CreateTermsCommandInput,
  type TermsType,
} from '@aws-sdk/client-cognito-identity-provider'

export const links = {
  'cognito:default': 'https://example.com/terms',
  'cognito:french': 'https://example.com/fr?a=b#c',
}

/** Gives a client terms of use. */
export const createTerms = async (
  sdk: CognitoIdentityProviderClient,
  { poolId, clientId }: { poolId: string; clientId: string },
  more: Partial<CreateTermsCommandInput> = {},
): Promise<Partial<TermsType>> => {
  const input: CreateTermsCommandInput = {
    UserPoolId: poolId,
    ClientId: clientId,
    TermsName: 'terms-of-use',
    TermsSource: 'LINK',
    Enforcement: 'NONE',
    Links: links,
    ...more,
  }
  return (await sdk.send(new CreateTermsCommand(input))).Terms ?? {}
}

type Row = [string, Record<string, string | undefined>, string, string]

export const unknownPool: Row = [
  'an unknown pool',
  { UserPoolId: 'us-east-1_nosuchone' },
  'ResourceNotFoundException',
  'User pool us-east-1_nosuchone does not exist.',
]

export const missing = (member: string): Row => [
  `no ${member}`,
  { [member]: undefined },
  'InvalidParameterException',
  `1 validation error detected: Value null at '${member.charAt(0).toLowerCase()}${member.slice(1)}' failed to satisfy constraint: Member must not be null`,
]

const ID = '3f0c4e1a-6c1b-4f7e-9d52-0a1b2c3d4e5f'

/** What every operation on terms says of requests that name none, as rows of a table. */
export const missingTerms: readonly Row[] = [
  unknownPool,
  missing('UserPoolId'),
  missing('TermsId'),
  ['unknown terms', { TermsId: ID }, 'ResourceNotFoundException', `Terms ${ID} do not exist.`],
  ...['x', ID.replace('-4f', '-1f'), `${ID}0`].map(
    (TermsId): Row => [
      `the id ${TermsId}`,
      { TermsId },
      'InvalidParameterException',
      `1 validation error detected: Value '${TermsId}' at 'termsId' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[4][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$`,
    ],
  ),
]

/** What a link may not be, with what it would do otherwise. */
export const wrongLinks = [
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'example.com/terms',
  '/terms',
  '//example.com',
  'ftp://example.com',
  'https://',
  'https://[',
]
