import { unverifiedProviderTexts } from '../../src/domain/identity-provider-texts.ts'
import { unverifiedBrandingTexts } from '../../src/domain/unverified-branding-texts.ts'
import { unverifiedRiskTexts } from '../../src/domain/unverified-risk-texts.ts'
import { unverifiedTexts } from '../../src/domain/unverified-texts.ts'
import type { ModelShape } from '../wire/compare-with-model.ts'
import type { Refusal } from './case.ts'
import { keeps, textOf } from './samples.ts'
import type { World } from './world.ts'

/** How requests name something, and what is said of a name that is nobody's in the pool. */
type Name = {
  /** Well formed, and nobody's anywhere. */
  readonly unknown: string
  /** Names of what is there, and of another pool, or another one’s in the pool. */
  readonly foreign: (world: World) => readonly string[]
  /** Whether other letters, upper or lower, name the same. */
  readonly ignoresCase?: true
  readonly refusal: (name: string) => Refusal
}

/** A name that is not there. */
export const notFound = (message: string): Refusal => ['ResourceNotFoundException', message]
/** A user name that is not there. */
export const noUser: Refusal = ['UserNotFoundException', 'User does not exist.']
const NOBODY = '00000000-0000-4000-8000-000000000000'
const ARN = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/'
const noPool = (id: string) => notFound(`User pool ${id} does not exist.`)

/** Everything that has a name, by the member that names it, in the order in which a request’s names are looked for. */
export const names: Readonly<Record<string, Name>> = {
  UserPoolId: {
    unknown: 'us-east-1_nosuchone',
    foreign: ({ far, gone }) => [far.poolId, gone.poolId],
    refusal: noPool,
  },
  ResourceArn: {
    unknown: `${ARN}us-east-1_nosuchone`,
    foreign: ({ gone, far }) => [gone.arn, far.arn],
    refusal: (arn) =>
      arn.startsWith(ARN) ? noPool(arn.slice(ARN.length)) : ['InvalidParameterException', unverifiedTexts.resourceArn],
  },
  ClientId: {
    unknown: 'nosuchclient',
    foreign: ({ there }) => [there.clientId],
    refusal: (id) => notFound(`User pool client ${id} does not exist.`),
  },
  Username: {
    unknown: 'nobody',
    foreign: ({ there }) => [there.jane.username, there.jane.sub, there.jane.address],
    refusal: () => noUser,
  },
  ClientSecretId: {
    unknown: 'nosuchclient--0',
    foreign: ({ here, there }) => [there.machine.secretId, here.machine.secretId],
    refusal: () => notFound(unverifiedTexts.secretUnknown),
  },
  CredentialId: {
    unknown: 'nosuchcredential',
    foreign: ({ here, there }) => [there.jane.credentialId, here.mary.credentialId],
    refusal: () => notFound('The credential does not exist.'),
  },
  DeviceKey: {
    unknown: `us-east-1_${NOBODY}`,
    foreign: ({ here, there }) => [there.jane.deviceKey, here.mary.deviceKey],
    refusal: () => notFound('Device does not exist.'),
  },
  Domain: {
    unknown: 'nosuchdomain',
    foreign: ({ there }) => [there.domain],
    refusal: () => ['InvalidParameterException', 'No such domain or user pool exists.'],
  },
  EventId: {
    unknown: NOBODY,
    foreign: ({ here, there }) => [there.jane.eventId, here.mary.eventId],
    refusal: (id) => notFound(unverifiedRiskTexts.event(id)),
  },
  GroupName: {
    unknown: 'nobodys',
    foreign: ({ there }) => [there.group],
    ignoresCase: true,
    refusal: () => notFound('Group not found.'),
  },
  Identifier: {
    unknown: 'nosuchserver',
    foreign: ({ there }) => [there.resourceServer],
    refusal: (identifier) => notFound(`Resource server ${identifier} does not exist.`),
  },
  IdpIdentifier: {
    unknown: 'nobodys',
    foreign: ({ there }) => [there.identifier],
    refusal: (identifier) => notFound(unverifiedProviderTexts.identifierUnknown(identifier)),
  },
  JobId: {
    unknown: 'import-nobodys',
    foreign: ({ there }) => [there.jobId],
    refusal: (id) => notFound(`Import Job ${id} does not exist.`),
  },
  ManagedLoginBrandingId: {
    unknown: NOBODY,
    foreign: ({ there }) => [there.brandingId],
    ignoresCase: true,
    refusal: (id) => notFound(unverifiedBrandingTexts.branding(id)),
  },
  ProviderName: {
    unknown: 'nobodys',
    foreign: ({ there }) => [there.provider],
    refusal: (name) => notFound(`Identity provider ${name} does not exist.`),
  },
  SessionId: {
    unknown: 'tkn0000000000000000000000000',
    foreign: ({ here, there }) => [there.jane.sessionId, here.mary.sessionId],
    refusal: () => notFound(unverifiedTexts.session),
  },
  TermsId: {
    unknown: NOBODY,
    foreign: ({ there }) => [there.termsId],
    ignoresCase: true,
    refusal: (id) => notFound(unverifiedBrandingTexts.terms(id)),
  },
}

/**
 * Members that name nothing that would have to be there: content, proofs, and tokens of lists, which have
 * tests of their own.
 */
export const contents: ReadonlySet<string> = new Set([
  'AccessToken',
  'AttributeName',
  'CSS',
  'ClientName',
  'ClientSecret',
  'CloudWatchLogsRoleArn',
  'Code',
  'ConfirmationCode',
  'DefaultRedirectURI',
  'Description',
  'DeviceName',
  'EmailVerificationMessage',
  'EmailVerificationSubject',
  'FeedbackToken',
  'Filter',
  'FriendlyDeviceName',
  'JobName',
  'Name',
  'NextToken',
  'PaginationToken',
  'Password',
  'PoolName',
  'PreviousPassword',
  'ProposedPassword',
  'RefreshToken',
  'RegionName',
  'RoleArn',
  'Secret',
  'SecretHash',
  'Session',
  'SmsAuthenticationMessage',
  'SmsVerificationMessage',
  'TemporaryPassword',
  'TermsName',
  'Token',
  'UserCode',
])

/** The length of a name that the model does not bound. */
const LONG = 4096

const otherCase = (text: string) =>
  [...text].map((letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase())).join('')

/** Names that are not quite `own`, as far as the shape lets them through. */
export const nearMisses = (member: string, shape: ModelShape, own: string): string[] => {
  const odd = [`${own}a`, own.slice(0, -1), '%', "'", 'constructor', textOf(shape, shape.max ?? LONG)]
  const others = names[member]?.ignoresCase ? odd : [...odd, otherCase(own)]
  return others.filter((name) => keeps(shape, name))
}
