import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before } from 'node:test'
import {
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  type CognitoIdentityProviderClient,
  CreateIdentityProviderCommand,
  type CreateIdentityProviderCommandInput,
  DescribeIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { selfSignedCertificate } from '../../../src/domain/certificate.ts'
import type { ProviderType } from '../../../src/domain/identity-provider.ts'
import { noMfa } from '../../../src/domain/user.ts'
import { insertUser, noNames } from '../../../src/flows/users/save.ts'
import type { TestServer } from '../../harness.ts'

export type Details = Record<string, string>

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }) as string
const DAY_MS = 24 * 60 * 60 * 1000

/** A certificate of an identity provider, valid for a day around now unless it ended before. */
export const certificate = (until = Date.now() + DAY_MS) =>
  selfSignedCertificate({ privateKey: pem, name: 'idp', serial: randomBytes(16), from: until - 2 * DAY_MS, until })

const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'
const key = (text: string, use?: string) =>
  `<md:KeyDescriptor${use ? ` use="${use}"` : ''}><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${text}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`
const service = (name: string, url: string, binding = REDIRECT) =>
  `<md:${name} Binding="${binding}" Location="${url}"/>`

export type MetadataChange = { before?: string; keys?: string; services?: string; role?: string; entityId?: string }

/** The metadata of a SAML identity provider. */
export const metadata = (change: MetadataChange = {}) => {
  const {
    before: prolog = '<?xml version="1.0" encoding="UTF-8"?>',
    keys = key(certificate(), 'signing'),
    services = service('SingleLogoutService', 'https://idp.example/slo') +
      service('SingleSignOnService', 'https://idp.example/post', 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST') +
      service('SingleSignOnService', 'https://idp.example/sso'),
    role = 'IDPSSODescriptor',
    entityId = 'https://idp.example/entity',
  } = change
  return `${prolog}<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}"><md:${role} protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${keys}${services}</md:${role}></md:EntityDescriptor>`
}
metadata.key = key
metadata.service = service

/** Details with which each type is accepted. */
export const accepted = {
  Google: { client_id: 'id.apps.example', client_secret: 'google secret', authorize_scopes: 'email profile openid' },
  Facebook: { client_id: '123', client_secret: 'facebook secret', authorize_scopes: 'public_profile, email' },
  LoginWithAmazon: { client_id: 'amzn1', client_secret: 'amazon secret', authorize_scopes: 'profile postal_code' },
  SignInWithApple: {
    client_id: 'com.example',
    team_id: 'TEAM',
    key_id: 'KEY',
    private_key: 'apple private key',
    authorize_scopes: 'email name',
  },
  OIDC: {
    client_id: 'client',
    client_secret: 'oidc secret',
    authorize_scopes: 'openid email',
    oidc_issuer: 'https://issuer.example',
    attributes_request_method: 'GET',
    authorize_url: 'https://issuer.example/authorize',
    token_url: 'https://issuer.example/token',
    attributes_url: 'https://issuer.example/userinfo',
    jwks_uri: 'https://issuer.example/keys',
  },
} satisfies Record<string, Details>

/** Makes an OIDC provider `Acme` that has all endpoints. */
export const createProvider = async (
  sdk: CognitoIdentityProviderClient,
  UserPoolId: string,
  more: Partial<CreateIdentityProviderCommandInput> = {},
) => {
  const input = { UserPoolId, ProviderName: 'Acme', ProviderType: 'OIDC' as const, ProviderDetails: accepted.OIDC }
  return (await sdk.send(new CreateIdentityProviderCommand({ ...input, ...more }))).IdentityProvider
}

export const createSaml = (sdk: CognitoIdentityProviderClient, poolId: string, details: Details = {}, name = 'Corp') =>
  createProvider(sdk, poolId, {
    ProviderName: name,
    ProviderType: 'SAML',
    ProviderDetails: { MetadataFile: metadata(), ...details },
  })

export const describeProvider = async (sdk: CognitoIdentityProviderClient, UserPoolId: string, ProviderName = 'Acme') =>
  (await sdk.send(new DescribeIdentityProviderCommand({ UserPoolId, ProviderName }))).IdentityProvider

/** Servers of identity providers: what they answer by path, and the paths that they were asked for. */
export const useRemote = () => {
  const answers = new Map<string, { status?: number; body: string }>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const { status = 200, body } = answers.get(request.url ?? '') ?? { status: 404, body: 'nothing' }
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end(body)
  })
  before(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    answers,
    asked,
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
  }
}

/** A user whom a provider's first sign-in made, which is the work of the sign-in pages. */
export const addExternalUser = async (
  { ctx }: TestServer,
  poolId: string,
  provider: string,
  providerType: ProviderType,
  userId: string,
) => {
  const pool = await ctx.store.pools.find(poolId)
  if (!pool) throw new Error('The pool is not there')
  const now = ctx.now()
  const sub = crypto.randomUUID()
  const username = `${provider}_${userId}`
  const entry = { userId, providerName: provider, providerType, issuer: null, primary: true, dateCreated: now }
  const user = {
    poolId,
    sub,
    username,
    status: 'EXTERNAL_PROVIDER' as const,
    enabled: true,
    attributes: new Map([['identities', JSON.stringify([entry])]]),
    mfa: noMfa,
    passwordVersion: 0,
    temporaryUntil: undefined,
    signedOutAt: 0,
    revision: 1,
    createdAt: now,
    updatedAt: now,
  }
  const identity = { poolId, provider, attribute: 'Cognito_Subject', userId, sub, providerType, issuer: undefined }
  await ctx.store.transaction(async (tx) => {
    await insertUser(tx, pool, user, undefined, noNames)
    await tx.linkedIdentities.insert({ ...identity, isPrimary: true, createdAt: now })
  })
  return username
}

/** Links an identity of `Acme` to a user of the pool's own. */
export const link = (
  sdk: CognitoIdentityProviderClient,
  UserPoolId: string,
  username: string,
  subject: string,
  source: { ProviderName?: string; ProviderAttributeName?: string } = {},
) =>
  sdk.send(
    new AdminLinkProviderForUserCommand({
      UserPoolId,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
      SourceUser: {
        ProviderName: 'Acme',
        ProviderAttributeName: 'Cognito_Subject',
        ProviderAttributeValue: subject,
        ...source,
      },
    }),
  )

/** The `identities` of a user as AdminGetUser shows them; undefined without any. */
export const identitiesOf = async (sdk: CognitoIdentityProviderClient, UserPoolId: string, Username: string) => {
  const { UserAttributes = [] } = await sdk.send(new AdminGetUserCommand({ UserPoolId, Username }))
  const text = UserAttributes.find(({ Name }) => Name === 'identities')?.Value
  return text === undefined ? undefined : JSON.parse(text)
}

/** What every operation on one provider answers to requests that name none, as rows of a table. */
export const missingProvider: [string, Record<string, string>, string, string][] = [
  [
    'an unknown pool',
    { UserPoolId: 'us-east-1_nosuchone' },
    'ResourceNotFoundException',
    'User pool us-east-1_nosuchone does not exist.',
  ],
  [
    'an unknown provider',
    { ProviderName: 'Other' },
    'ResourceNotFoundException',
    'Identity provider Other does not exist.',
  ],
  [
    'a name in other letters',
    { ProviderName: 'acme' },
    'ResourceNotFoundException',
    'Identity provider acme does not exist.',
  ],
  [
    'V60: a name of JavaScript',
    { ProviderName: '__proto__' },
    'ResourceNotFoundException',
    'Identity provider __proto__ does not exist.',
  ],
  [
    'a name that is too long',
    { ProviderName: 'x'.repeat(33) },
    'InvalidParameterException',
    `1 validation error detected: Value '${'x'.repeat(33)}' at 'providerName' failed to satisfy constraint: Member must have length less than or equal to 32`,
  ],
]

/** What is said of a required member that is left out. */
export const requiredMember = (member: string) =>
  `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`
