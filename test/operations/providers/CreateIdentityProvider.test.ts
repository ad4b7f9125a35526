import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { suite, test } from 'node:test'
import type { CreateIdentityProviderCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import {
  accepted,
  certificate,
  createProvider,
  createSaml,
  type Details,
  describeProvider,
  metadata,
  requiredMember,
  useRemote,
} from './fixture.ts'

let poolId = ''
const server = useServer({}, 'dev', async (started) => {
  poolId = (await makePool(started.client(), { Schema: [{ Name: 'team', AttributeDataType: 'String' }] })).poolId
})
const remote = useRemote()
const IPE = 'InvalidParameterException'
const newPool = async () => (await makePool(server.client())).poolId

suite('answers and keeps', () => {
  const google = {
    authorize_url: 'https://accounts.google.com/o/oauth2/v2/auth',
    token_url: 'https://www.googleapis.com/oauth2/v4/token',
    attributes_url: 'https://people.googleapis.com/v1/people/me?personFields=',
    attributes_url_add_attributes: 'true',
    oidc_issuer: 'https://accounts.google.com',
    token_request_method: 'POST',
  }
  const facebook = (version: string) => ({
    api_version: version,
    authorize_url: `https://www.facebook.com/${version}/dialog/oauth`,
    token_url: `https://graph.facebook.com/${version}/oauth/access_token`,
    attributes_url: `https://graph.facebook.com/${version}/me?fields=`,
    attributes_url_add_attributes: 'true',
    token_request_method: 'GET',
  })
  const amazon = {
    authorize_url: 'https://www.amazon.com/ap/oa',
    token_url: 'https://api.amazon.com/auth/o2/token',
    attributes_url: 'https://api.amazon.com/user/profile',
    attributes_url_add_attributes: 'false',
    token_request_method: 'POST',
  }
  const apple = {
    authorize_url: 'https://appleid.apple.com/auth/authorize',
    token_url: 'https://appleid.apple.com/auth/token',
    oidc_issuer: 'https://appleid.apple.com',
    attributes_url_add_attributes: 'false',
    token_request_method: 'POST',
  }
  const { private_key: _, ...appleShown } = accepted.SignInWithApple
  const rows: [string, 'Google' | 'Facebook' | 'LoginWithAmazon' | 'SignInWithApple', Details, Details, string][] = [
    ['Google', 'Google', {}, { ...accepted.Google, ...google }, 'sub'],
    ['Facebook', 'Facebook', {}, { ...accepted.Facebook, ...facebook('v17.0') }, 'id'],
    [
      'Facebook of another version',
      'Facebook',
      { api_version: 'v21.0' },
      { ...accepted.Facebook, ...facebook('v21.0') },
      'id',
    ],
    ['Amazon', 'LoginWithAmazon', {}, { ...accepted.LoginWithAmazon, ...amazon }, 'user_id'],
    ['Apple, but for its private key', 'SignInWithApple', {}, { ...appleShown, ...apple }, 'sub'],
    [
      'what it answered before, unless it is fixed',
      'Google',
      { ...google, token_url: 'https://evil.example', extra: 'kept' },
      { ...accepted.Google, ...google, extra: 'kept' },
      'sub',
    ],
  ]
  for (const [name, type, stated, shown, subject] of rows) {
    test(name, async () => {
      const sdk = server.client()
      const UserPoolId = await newPool()
      const ProviderDetails = { ...accepted[type], ...stated }
      const made = await createProvider(sdk, UserPoolId, { ProviderName: type, ProviderType: type, ProviderDetails })
      const { LastModifiedDate, CreationDate, ...rest } = made ?? {}
      assert.deepEqual(rest, {
        UserPoolId,
        ProviderName: type,
        ProviderType: type,
        ProviderDetails: shown,
        AttributeMapping: { username: subject },
        IdpIdentifiers: [],
      })
      assert.ok(CreationDate && LastModifiedDate?.getTime() === CreationDate.getTime())
      assert.deepEqual(await describeProvider(sdk, UserPoolId, type), made)
    })
  }

  test('mappings, identifiers and levels', async () => {
    const sdk = server.client()
    const stated = {
      AttributeMapping: { email: 'mail', 'custom:team': 'https://claims.example/team', username: 'oid' },
      IdpIdentifiers: ['acme.example', 'Acme Inc', 'a+b=c@d_e-f'],
      AcrMapping: { Level1: 'low', Level4: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport' },
    }
    const made = await createProvider(sdk, poolId, { ProviderName: 'Mapped', ...stated })
    const { AttributeMapping, IdpIdentifiers, AcrMapping } = made ?? {}
    assert.deepEqual({ AttributeMapping, IdpIdentifiers, AcrMapping }, stated)
    assert.deepEqual(await describeProvider(sdk, poolId, 'Mapped'), made)
  })

  test('a provider that has no secret, as public clients have none', async () => {
    const { client_secret: _, ...ProviderDetails } = accepted.OIDC
    const made = await createProvider(server.client(), poolId, { ProviderName: 'Public', ProviderDetails })
    assert.deepEqual(made?.ProviderDetails, { ...ProviderDetails, attributes_url_add_attributes: 'false' })
  })

  test('of parallel requests for one name one', async () => {
    const UserPoolId = await newPool()
    const settled = await Promise.allSettled([1, 2, 3].map(() => createProvider(server.client(), UserPoolId)))
    assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 1)
    for (const one of settled) {
      if (one.status === 'fulfilled') continue
      serviceError('DuplicateProviderException', `Acme already exists in user pool ${UserPoolId}`)(one.reason)
    }
  })

  test('secrets sealed: the database holds none of them', async () => {
    const UserPoolId = await newPool()
    await createProvider(server.client(), UserPoolId)
    await createSaml(server.client(), UserPoolId)
    for (const name of ['Acme', 'Corp']) {
      const stored = await server.ctx.store.identityProviders.find(UserPoolId, name)
      assert.ok(stored && Object.keys(stored.sealedSecrets).length === 1)
      assert.doesNotMatch(JSON.stringify(stored), /oidc secret|PRIVATE KEY/)
    }
  })
})

suite('OIDC discovery', () => {
  const { authorize_url: _a, token_url: _t, attributes_url: _u, jwks_uri: _j, ...bare } = accepted.OIDC
  const path = '/tenant/.well-known/openid-configuration'
  const issuer = () => `${remote.url}/tenant`
  const document = () => ({
    issuer: issuer(),
    authorization_endpoint: `${remote.url}/authorize`,
    token_endpoint: 'https://tokens.example/token',
    userinfo_endpoint: 'https://tokens.example/me',
    jwks_uri: `${remote.url}/keys`,
  })
  const create = (ProviderName: string, stated: Details = {}) =>
    createProvider(server.client(), poolId, {
      ProviderName,
      ProviderDetails: { ...bare, oidc_issuer: issuer(), ...stated },
    })

  test('tells the endpoints that the details leave out', async () => {
    remote.answers.set(path, { body: JSON.stringify(document()) })
    const made = await create('Discovered', { token_url: 'https://own.example/token' })
    assert.deepEqual(made?.ProviderDetails, {
      ...bare,
      oidc_issuer: issuer(),
      authorize_url: `${remote.url}/authorize`,
      token_url: 'https://own.example/token',
      attributes_url: 'https://tokens.example/me',
      jwks_uri: `${remote.url}/keys`,
      attributes_url_add_attributes: 'false',
    })
  })

  test('needs no user info, and is not asked when nothing is missing', async () => {
    remote.answers.set(path, { body: JSON.stringify({ ...document(), userinfo_endpoint: undefined }) })
    assert.equal((await create('Bare', { oidc_issuer: `${issuer()}/` }))?.ProviderDetails?.attributes_url, undefined)
    const before = remote.asked.length
    await createProvider(server.client(), poolId, {
      ProviderName: 'Whole',
      ProviderDetails: { ...accepted.OIDC, oidc_issuer: issuer() },
    })
    assert.equal(remote.asked.length, before)
  })

  const unreachable = 'Unable to contact well-known endpoint'
  const cases: [string, () => { status?: number; body: string }, string | (() => string)][] = [
    ['no document', () => ({ status: 404, body: '{}' }), unreachable],
    ['V57: a redirect', () => ({ status: 302, body: '' }), unreachable],
    ['no JSON', () => ({ body: '<html>' }), unreachable],
    ['JSON that is no object', () => ({ body: 'null' }), unreachable],
    ['V57: a document without end', () => ({ body: `"${'x'.repeat(600_000)}"` }), unreachable],
    [
      'a document of another issuer',
      () => ({ body: JSON.stringify({ ...document(), issuer: 'https://other.example' }) }),
      () => `The issuer of the discovery document is not ${issuer()}`,
    ],
    [
      'no keys',
      () => ({ body: JSON.stringify({ ...document(), jwks_uri: undefined }) }),
      'The discovery document has no valid jwks_uri.',
    ],
    ...['http://tokens.example/', 'javascript:alert(1)', 'file:///etc/passwd', '', 7].map(
      (url): [string, () => { body: string }, string] => [
        `the endpoint ${url}`,
        () => ({ body: JSON.stringify({ ...document(), token_endpoint: url }) }),
        'The discovery document has no valid token_endpoint.',
      ],
    ),
  ]
  for (const [name, answer, message] of cases) {
    test(`refuses ${name}`, async () => {
      remote.answers.set(path, answer())
      await assert.rejects(create('Refused'), serviceError(IPE, typeof message === 'string' ? message : message()))
    })
  }

  test('V57: does not reach into private networks', async () => {
    for (const host of ['https://10.0.0.1', 'https://169.254.169.254', 'https://[::ffff:a9fe:a9fe]']) {
      await assert.rejects(create('Private', { oidc_issuer: host }), serviceError(IPE, unreachable))
    }
  })
})

suite('SAML metadata', () => {
  const url = () => `${remote.url}/metadata`
  const fetched = (name: string) => createSaml(server.client(), poolId, { MetadataFile: '', MetadataURL: url() }, name)

  test('in the request tells where to sign in and out, and the service adds a certificate', async () => {
    const sdk = server.client()
    const stated = {
      IDPSignout: 'true',
      IDPInit: 'false',
      EncryptedResponses: 'true',
      RequestSigningAlgorithm: 'rsa-sha256',
    }
    const made = await createSaml(sdk, poolId, { ...stated, ActiveEncryptionCertificate: 'mine' })
    const { MetadataFile, ActiveEncryptionCertificate = '', ...details } = made?.ProviderDetails ?? {}
    assert.deepEqual(details, {
      ...stated,
      SSORedirectBindingURI: 'https://idp.example/sso',
      SLORedirectBindingURI: 'https://idp.example/slo',
    })
    assert.match(MetadataFile ?? '', /EntityDescriptor/)
    assert.deepEqual(made?.AttributeMapping, {})
    assert.deepEqual(await describeProvider(sdk, poolId, 'Corp'), made)
    const own = new X509Certificate(Buffer.from(ActiveEncryptionCertificate, 'base64'))
    assert.ok(own.verify(own.publicKey))
    assert.equal(own.subject, `CN=${poolId}`)
    assert.equal(new Date(own.validTo).getUTCFullYear() - new Date(own.validFrom).getUTCFullYear(), 10)
  })

  test('at a URL is read, and not kept', async () => {
    remote.answers.set('/metadata', { body: metadata() })
    const { ActiveEncryptionCertificate: _, ...details } = (await fetched('Fetched'))?.ProviderDetails ?? {}
    assert.deepEqual(details, {
      MetadataFile: '',
      MetadataURL: url(),
      SSORedirectBindingURI: 'https://idp.example/sso',
      SLORedirectBindingURI: 'https://idp.example/slo',
    })
  })

  const answers: [string, { status?: number; body: string }, string | (() => string)][] = [
    ['none', { status: 404, body: '' }, () => `Non-ok status code 404 returned from remote metadata source ${url()}`],
    [
      'V57: a redirect',
      { status: 302, body: metadata() },
      () => `Non-ok status code 302 returned from remote metadata source ${url()}`,
    ],
    ['V57: one without end', { body: 'x'.repeat(600_000) }, 'Error retrieving metadata'],
    ['V56: one that is too large', { body: `${metadata()}${' '.repeat(300_000)}` }, 'The metadata is too large.'],
    [
      'V53: a DTD',
      { body: metadata({ before: '<!DOCTYPE x>' }) },
      'Metadata must not contain a document type declaration.',
    ],
  ]
  for (const [name, answer, message] of answers) {
    test(`refuses at a URL ${name}`, async () => {
      remote.answers.set('/metadata', answer)
      await assert.rejects(fetched('Refused'), serviceError(IPE, typeof message === 'string' ? message : message()))
    })
  }

  test('V57: is not read from private networks', async () => {
    const MetadataURL = 'https://192.168.1.1/metadata'
    await assert.rejects(
      createSaml(server.client(), poolId, { MetadataFile: '', MetadataURL }, 'Private'),
      serviceError(IPE, 'Error retrieving metadata'),
    )
  })

  test('refuses expired certificates', async () => {
    const MetadataFile = metadata({ keys: metadata.key(certificate(Date.now() - 1000), 'signing') })
    await assert.rejects(
      createSaml(server.client(), poolId, { MetadataFile }, 'Expired'),
      serviceError(IPE, 'Signing certificates are expired'),
    )
  })
})

suite('refusals', () => {
  const social = 'clientId, clientSecret and authorizeScopes are all required idp details.'
  const apple = 'clientId, privateKey, teamId, and keyId are all required idp details.'
  const oidc = 'clientId, authorizeScopes, oidcIssuer and attributesRequestMethod are all required idp details.'
  const https = 'OIDC endpoint must start with https://'
  type Change = Partial<CreateIdentityProviderCommandInput>
  const of = (ProviderType: keyof typeof accepted, change: Details, ProviderName: string = ProviderType): Change => ({
    ProviderName: ProviderType === 'OIDC' ? 'Refused' : ProviderName,
    ProviderType,
    ProviderDetails: { ...accepted[ProviderType], ...change },
  })
  const saml = (ProviderDetails: Details): Change => ({
    ProviderType: 'SAML',
    ProviderName: 'Refused',
    ProviderDetails,
  })
  const file = () => ({ MetadataFile: metadata() })
  const rows: [string, Change, string, string][] = [
    [
      'an unknown pool',
      { UserPoolId: 'us-east-1_nosuchone' },
      'ResourceNotFoundException',
      'User pool us-east-1_nosuchone does not exist.',
    ],
    ...['abc\n', 'abc\u0007', 'abc\u200b'].map((ProviderName): [string, Change, string, string] => [
      `a name that no operation could use: ${JSON.stringify(ProviderName)}`,
      { ProviderName },
      IPE,
      'ProviderName must consist of letters, marks, numbers, punctuation and symbols.',
    ]),
    ['another name for Google', of('Google', {}, 'MyGoogle'), IPE, 'Provider MyGoogle cannot be of type Google.'],
    ['the name of Google', { ProviderName: 'Google' }, IPE, 'Provider Google cannot be of type OIDC.'],
    ["the pool's own name", { ProviderName: 'COGNITO' }, IPE, 'Provider COGNITO cannot be of type OIDC.'],
    ...['client_id', 'client_secret', 'authorize_scopes'].flatMap((name): [string, Change, string, string][] => [
      [`Google with a blank ${name}`, of('Google', { [name]: ' ' }), IPE, social],
      [`Facebook with a blank ${name}`, of('Facebook', { [name]: '' }), IPE, social],
      [`Amazon with a blank ${name}`, of('LoginWithAmazon', { [name]: '' }), IPE, social],
    ]),
    ['no details at all', { ...of('Google', {}), ProviderDetails: {} }, IPE, social],
    ...['client_id', 'private_key', 'team_id', 'key_id'].map((name): [string, Change, string, string] => [
      `Apple with a blank ${name}`,
      of('SignInWithApple', { [name]: '' }),
      IPE,
      apple,
    ]),
    ...['client_id', 'authorize_scopes', 'oidc_issuer', 'attributes_request_method'].map(
      (name): [string, Change, string, string] => [`OIDC with a blank ${name}`, of('OIDC', { [name]: '' }), IPE, oidc],
    ),
    [
      'another method',
      of('OIDC', { attributes_request_method: 'PUT' }),
      IPE,
      "1 validation error detected: Value 'PUT' at 'attributesRequestMethod' failed to satisfy constraint: Member must satisfy enum value set: [POST, GET]",
    ],
    ...['http://issuer.example', 'ftp://issuer.example', 'https://u:p@issuer.example', 'issuer', 'http://8.8.8.8'].map(
      (url): [string, Change, string, string] => [`the issuer ${url}`, of('OIDC', { oidc_issuer: url }), IPE, https],
    ),
    ...['authorize_url', 'token_url', 'attributes_url', 'jwks_uri'].map((name): [string, Change, string, string] => [
      `a ${name} without TLS`,
      of('OIDC', { [name]: 'http://issuer.example/x' }),
      IPE,
      https,
    ]),
    [
      "V57: another host as Facebook's version",
      of('Facebook', { api_version: '@evil.example/' }),
      IPE,
      'Invalid api_version: @evil.example/',
    ],
    ['a long detail', of('Google', { client_id: 'x'.repeat(4097) }), IPE, 'The value of client_id is too long.'],
    [
      'both kinds of metadata',
      saml({ ...file(), MetadataURL: 'https://x.example' }),
      IPE,
      'Only one of the MetadataURL or MetadataFile should be provided.',
    ],
    ['neither', saml({}), IPE, 'At least one of the MetadataURL or MetadataFile should be provided.'],
    ['metadata without TLS', saml({ MetadataURL: 'http://x.example' }), IPE, 'MetadataURL must start with https://'],
    ['no flag', saml({ ...file(), IDPSignout: 'yes' }), IPE, 'IDPSignout must be true or false.'],
    [
      'another algorithm',
      saml({ ...file(), RequestSigningAlgorithm: 'rsa-sha1' }),
      IPE,
      'Invalid RequestSigningAlgorithm: rsa-sha1',
    ],
    ['no XML', saml({ MetadataFile: 'nonsense' }), IPE, 'Unable to unmarshall metadata'],
    [
      'a mapping to unknown attributes',
      { AttributeMapping: { email: 'email', 'custom:x': 'x', sub: 'y' } },
      IPE,
      'AttributeMapping contains invalid mapping: [custom:x, sub]',
    ],
    [
      'levels of a social provider',
      { ...of('Google', {}), AcrMapping: { Level1: 'x' } },
      IPE,
      'AcrMapping is supported for OIDC identity providers only.',
    ],
    [
      'a level that is none',
      { AcrMapping: { Level5: 'x' } },
      IPE,
      'Invalid ACR level: Level5. Valid levels are Level1, Level2, Level3 and Level4.',
    ],
    ['a level of two words', { AcrMapping: { Level1: 'a b' } }, IPE, 'Invalid ACR value for Level1.'],
    ['an identifier twice', { IdpIdentifiers: ['a', 'b', 'a'] }, IPE, 'Duplicate identifier: a'],
    [
      'an identifier of another provider',
      { IdpIdentifiers: ['new', 'taken'] },
      IPE,
      'The identifier taken is already in use in the user pool.',
    ],
    ['a name that is taken', { ProviderName: 'Taken' }, 'DuplicateProviderException', ''],
    [
      'a name with a space',
      { ProviderName: 'A me' },
      IPE,
      String.raw`1 validation error detected: Value 'A me' at 'providerName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+`,
    ],
  ]

  test('each case', async (t) => {
    const sdk = server.client()
    const UserPoolId = await newPool()
    await createProvider(sdk, UserPoolId, { ProviderName: 'Taken', IdpIdentifiers: ['taken'] })
    for (const [name, change, error, message] of rows) {
      const expected = message || `Taken already exists in user pool ${UserPoolId}`
      await t.test(name, () =>
        assert.rejects(
          createProvider(sdk, UserPoolId, { ProviderName: 'Refused', ...change }),
          serviceError(error, expected),
        ),
      )
    }
    await t.test('leaves nothing behind', async () => {
      assert.equal(await server.ctx.store.identityProviders.count(UserPoolId), 1)
      await createProvider(sdk, UserPoolId, { ProviderName: 'Next', IdpIdentifiers: ['new'] })
    })
  })

  for (const member of ['UserPoolId', 'ProviderName', 'ProviderType', 'ProviderDetails']) {
    test(`no ${member}`, async () => {
      const path = member.charAt(0).toLowerCase() + member.slice(1)
      await assert.rejects(
        createProvider(server.client(), poolId, { [member]: undefined }),
        serviceError(IPE, requiredMember(path)),
      )
    })
  }

  test('in a pool that is full', async () => {
    const UserPoolId = await newPool()
    const sdk = server.client()
    await createProvider(sdk, UserPoolId)
    const one = await server.ctx.store.identityProviders.find(UserPoolId, 'Acme')
    assert.ok(one)
    await server.ctx.store.transaction(async (tx) => {
      for (let index = 1; index < 300; index++) await tx.identityProviders.insert({ ...one, name: `acme${index}` })
    })
    await assert.rejects(
      createProvider(sdk, UserPoolId, { ProviderName: 'Late' }),
      serviceError('LimitExceededException', 'Maximum number of identity providers has been reached.'),
    )
  })
})
