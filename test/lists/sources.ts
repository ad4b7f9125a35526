import type { Context } from '../../src/context.ts'
import { noMfa } from '../../src/domain/user.ts'
import type { Queries } from '../../src/store/index.ts'
import { EVERYONE, FAR, type Place } from './world.ts'

/** An item that is to be stored: its number, its age, and where. */
export type Item = { readonly index: number; readonly at: number; readonly place: Place; readonly ctx: Context }

/** Something of which there are lists, put straight into the store: a thousand requests would take too long. */
export type Source = {
  /** Which of the two pools has them: that of the other one is then the foreign one. */
  home: 0 | 1
  /** How lists name an item. */
  name: (index: number) => string
  add: (tx: Queries, item: Item) => Promise<unknown>
  remove?: (tx: Queries, item: Item) => Promise<unknown>
}

const uuid = (index: number, kind: string) => `${kind.repeat(8)}-0000-4000-8000-${String(index).padStart(12, '0')}`
const padded = (index: number) => String(index).padStart(6, '0')
const ages = (at: number) => ({ createdAt: at, updatedAt: at })

const user = ({ index, at, place }: Item, kind: string) => ({
  poolId: place.poolId,
  sub: uuid(index, kind),
  username: `user-${kind}-${index}`,
  status: 'CONFIRMED' as const,
  enabled: true,
  attributes: new Map<string, string>(),
  mfa: noMfa,
  passwordVersion: 0,
  temporaryUntil: undefined,
  signedOutAt: 0,
  revision: 1,
  ...ages(at),
})
const group = ({ at, place }: Item, name: string, precedence?: number) => ({
  poolId: place.poolId,
  name,
  description: undefined,
  roleArn: undefined,
  precedence,
  ...ages(at),
})
const client = ({ at, place }: Item, id: string) => ({
  id,
  poolId: place.poolId,
  name: id,
  settings: { refreshTokenValidity: 30 } as never, // lists show none of it
  ...ages(at),
})

const people: Record<string, Source> = {
  users: {
    home: 0,
    name: (index) => `user-a-${index}`,
    add: (tx, item) => tx.users.insert(user(item, 'a'), undefined, [['email', `user-${item.index}@example.com`]]),
    remove: (tx, { index, place }) => tx.users.remove(place.poolId, uuid(index, 'a')),
  },
  members: {
    home: 1,
    name: (index) => `user-b-${index}`,
    async add(tx, item) {
      await tx.users.insert(user(item, 'b'), undefined, [])
      await tx.groups.addMember(item.place.poolId, EVERYONE, uuid(item.index, 'b'), item.at)
    },
    remove: (tx, { index, place }) => tx.groups.removeMember(place.poolId, EVERYONE, uuid(index, 'b')),
  },
  groups: {
    home: 0,
    name: (index) => `group-${index}`,
    add: (tx, item) => tx.groups.insert(group(item, `group-${item.index}`)),
    remove: (tx, { index, place }) => tx.groups.remove(place.poolId, `group-${index}`),
  },
  groupsOfJane: {
    home: 1,
    name: (index) => `mine-${index}`,
    async add(tx, item) {
      const name = `mine-${item.index}`
      await tx.groups.insert(group(item, name, item.index % 9 === 0 ? undefined : item.index % 9))
      await tx.groups.addMember(item.place.poolId, name, item.place.sub, item.at)
    },
    remove: (tx, { index, place }) => tx.groups.removeMember(place.poolId, `mine-${index}`, place.sub),
  },
}

const ofJane: Record<string, Source> = {
  devices: {
    home: 0,
    name: (index) => `us-east-1_${uuid(index, 'd')}`,
    add: (tx, { index, at, place }) =>
      tx.devices.insert({
        poolId: place.poolId,
        key: `us-east-1_${uuid(index, 'd')}`,
        sub: place.sub,
        groupKey: 'group',
        name: undefined,
        status: 'not_remembered',
        sealedVerifier: undefined,
        lastIp: '192.0.2.1',
        sdk: 'aws-sdk',
        lastAuthenticatedAt: at,
        ...ages(at),
      }),
    remove: (tx, { index, place: { poolId, sub } }) =>
      tx.devices.remove({ poolId, sub, key: `us-east-1_${uuid(index, 'd')}` }),
  },
  passkeys: {
    home: 0,
    name: (index) => `passkey-${padded(index)}`,
    add: (tx, { index, at, place }) =>
      tx.passkeys.insert({
        poolId: place.poolId,
        id: `passkey-${padded(index)}`,
        sub: place.sub,
        publicKey: '',
        signCount: 0,
        transports: [],
        attachment: undefined,
        backupEligible: false,
        backedUp: false,
        aaguid: uuid(0, '0'),
        relyingPartyId: 'example.com',
        name: 'key',
        createdAt: at,
        lastUsedAt: undefined,
      }),
    remove: (tx, { index, place }) => tx.passkeys.remove(place.poolId, place.sub, `passkey-${padded(index)}`),
  },
  sessions: {
    home: 0,
    name: (index) => `tkn-${padded(index)}`,
    add: (tx, { index, at, place, ctx }) =>
      tx.tokens.insertFamily(
        {
          poolId: place.poolId,
          id: uuid(index, 'e'),
          sub: place.sub,
          clientId: place.clientId,
          scope: '',
          authTime: at,
          expiresAt: ctx.now() + 1_000_000,
          revokedAt: undefined,
          deviceKey: undefined,
          eventId: undefined,
          authentication: undefined,
          ssoSessionId: undefined,
          resource: undefined,
          session: { id: `tkn-${padded(index)}`, createdAt: at, lastActiveAt: at, ipAddress: '', userAgent: undefined },
        },
        `hash-${index}`,
        at,
      ),
    remove: (tx, { index, place, ctx }) =>
      tx.sessions.revoke(place.poolId, place.sub, `tkn-${padded(index)}`, ctx.now()),
  },
  authEvents: {
    home: 0,
    name: (index) => uuid(index, 'f'),
    add: (tx, { index, at, place }) =>
      tx.authEvents.put({
        poolId: place.poolId,
        id: uuid(index, 'f'),
        sub: place.sub,
        clientId: place.clientId,
        type: 'SignIn',
        response: 'Pass',
        challenges: [],
        context: { ipAddress: '192.0.2.1', deviceName: '', timezone: undefined },
        risk: { decision: 'NoRisk', level: undefined, compromised: false },
        createdAt: at,
        feedback: undefined,
      }),
  },
}

const configuration: Record<string, Source> = {
  pools: {
    home: 0,
    name: (index) => `${FAR}_${index}`,
    async add(tx, { index, at, place }) {
      const model = await tx.pools.find(place.poolId)
      if (model) await tx.pools.insert({ ...model, id: `${FAR}_${index}`, region: FAR, ...ages(at) })
    },
    remove: (tx, { index }) => tx.pools.remove(`${FAR}_${index}`),
  },
  clients: {
    home: 0,
    name: (index) => `client${padded(index)}`,
    add: (tx, item) => tx.clients.insert(client(item, `client${padded(item.index)}`)),
    remove: (tx, { index, place }) => tx.clients.remove(place.poolId, `client${padded(index)}`),
  },
  providers: {
    home: 0,
    name: (index) => `provider-${index}`,
    add: (tx, { index, at, place }) =>
      tx.identityProviders.insert({
        poolId: place.poolId,
        name: `provider-${index}`,
        type: 'OIDC',
        details: {},
        sealedSecrets: {},
        saml: undefined,
        attributeMapping: {},
        identifiers: [],
        acrMapping: undefined,
        ...ages(at),
      }),
    remove: (tx, { index, place }) => tx.identityProviders.remove(place.poolId, `provider-${index}`),
  },
  resourceServers: {
    home: 0,
    name: (index) => `server-${index}`,
    add: (tx, { index, at, place }) =>
      tx.resourceServers.insert({
        poolId: place.poolId,
        identifier: `server-${index}`,
        name: 'server',
        scopes: [],
        createdAt: at,
      }),
    remove: (tx, { index, place }) => tx.resourceServers.remove(place.poolId, `server-${index}`),
  },
  importJobs: {
    home: 0,
    name: (index) => `import-${padded(index)}`,
    add: (tx, { index, at, place }) =>
      tx.importJobs.insert({
        poolId: place.poolId,
        id: `import-${padded(index)}`,
        name: 'job',
        status: 'Created',
        roleArn: 'arn:aws:iam::000000000000:role/r',
        algorithm: undefined,
        message: undefined,
        imported: 0,
        skipped: 0,
        failed: 0,
        createdAt: at,
        startedAt: undefined,
        completedAt: undefined,
        fileBytes: undefined,
      }),
  },
  terms: {
    home: 1,
    name: (index) => uuid(index, 'c'),
    async add(tx, item) {
      const clientId = `terms${padded(item.index)}`
      await tx.clients.insert(client(item, clientId))
      await tx.terms.insert({
        poolId: item.place.poolId,
        id: uuid(item.index, 'c'),
        clientId,
        name: 'terms-of-use',
        source: 'LINK',
        enforcement: 'NONE',
        links: {},
        ...ages(item.at),
      })
    },
    remove: (tx, { index, place }) => tx.terms.remove(place.poolId, uuid(index, 'c')),
  },
}

/** Everything of which there are lists, by a name. */
export const sources: Readonly<Record<string, Source>> = { ...people, ...ofJane, ...configuration }
