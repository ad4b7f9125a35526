import { unverifiedBrandingTexts } from '../../src/domain/unverified-branding-texts.ts'
import { unverifiedRiskTexts } from '../../src/domain/unverified-risk-texts.ts'
import { unverifiedTexts } from '../../src/domain/unverified-texts.ts'
import { PASSWORD } from '../fixture.ts'
import { type Change, invalid, noSession } from './change.ts'
import { notFound, noUser } from './names.ts'
import { link } from './place.ts'
import type { World } from './world.ts'

const asNobody = () => noUser
const newPassword = (USERNAME: string) => ({ USERNAME, NEW_PASSWORD: `${PASSWORD}-new` })

const users: Change[] = [
  ...['AdminInitiateAuth', 'InitiateAuth'].flatMap((operation): Change[] => [
    [operation, 'an unknown user', () => ({ AuthParameters: { USERNAME: 'nobody', PASSWORD } }), asNobody],
    ...(['username', 'sub', 'address'] as const).map((name): Change => {
      const change = ({ there }: World) => ({ AuthParameters: { USERNAME: there.jane[name], PASSWORD } })
      return [operation, `another pool’s user by ${name}`, change, asNobody]
    }),
  ]),
  ...['AdminRespondToAuthChallenge', 'RespondToAuthChallenge'].flatMap((operation): Change[] => [
    [operation, 'an unknown user', () => ({ ChallengeResponses: newPassword('nobody') }), noSession],
    [
      operation,
      'another pool’s user',
      ({ there }) => ({ ChallengeResponses: newPassword(there.jane.newcomer) }),
      noSession,
    ],
  ]),
]

const identities: Change[] = [
  [
    'AdminDisableProviderForUser',
    'an unknown identity',
    ({ here }) => ({ User: link(here.provider, 'nobody', '').SourceUser }),
    asNobody,
  ],
  [
    'AdminDisableProviderForUser',
    'another pool’s identity',
    ({ there }) => ({ User: link(there.provider, there.jane.subject, '').SourceUser }),
    asNobody,
  ],
  ['AdminLinkProviderForUser', 'an unknown user', ({ here }) => link(here.provider, 'new', 'nobody'), asNobody],
  [
    'AdminLinkProviderForUser',
    'another pool’s user',
    ({ here, there }) => link(here.provider, 'new', there.jane.username),
    asNobody,
  ],
  [
    'AdminLinkProviderForUser',
    'another pool’s provider',
    ({ here, there }) => link(there.provider, 'new', here.jane.username),
    ({ there }) => notFound(`Identity provider ${there.provider} does not exist.`),
  ],
]

const scopeOf = ({ there }: World) => `${there.resourceServer}/read`

const clients: Change[] = [
  ...['CreateUserPoolClient', 'UpdateUserPoolClient'].flatMap((operation): Change[] => [
    [
      operation,
      'another pool’s provider',
      ({ there }) => ({ SupportedIdentityProviders: [there.provider] }),
      ({ here, there }) => invalid(`The provider ${there.provider} does not exist for User Pool ${here.poolId}`),
    ],
    [
      operation,
      'another pool’s scope',
      (world) => ({ AllowedOAuthScopes: [scopeOf(world)] }),
      (world) => ['ScopeDoesNotExistException', `Invalid scope requested: ${scopeOf(world)}`],
    ],
  ]),
  [
    'GetClientToken',
    'another pool’s scope',
    (world) => ({ Scopes: [scopeOf(world)] }),
    (world) => invalid(unverifiedTexts.scope(scopeOf(world))),
  ],
]

const elsewhere = () => ({ RegionName: 'eu-west-2' })
const noReplica = () => notFound(unverifiedRiskTexts.replica('eu-west-2'))

const others: Change[] = [
  [
    'CreateUserPoolReplica',
    'a Region that is not served',
    elsewhere,
    () => invalid(unverifiedRiskTexts.replicaRegion('eu-west-2')),
  ],
  ['DeleteUserPoolReplica', 'a Region without a replica', elsewhere, noReplica],
  ['UpdateUserPoolReplica', 'a Region without a replica', elsewhere, noReplica],
  [
    'DescribeTermsByClient',
    'terms that the client has not',
    () => ({ TermsName: 'privacy-policy' }),
    () => notFound(unverifiedBrandingTexts.termsOfClient('privacy-policy')),
  ],
]

/** What is named deep inside a request, or by more than a name, and is not there. */
export const inside: readonly Change[] = [...users, ...identities, ...clients, ...others]
