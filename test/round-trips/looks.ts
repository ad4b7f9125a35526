import { files } from '../operations/branding/fixture.ts'
import { certificate, newPrefix } from '../operations/domains/fixture.ts'
import { type Family, type Members, newClient, newPool, once, refused } from './family.ts'

const shared = once((call) => newPool(call))
const newApp = async (call: Parameters<Family['place']>[0], pool: typeof shared) => {
  const UserPoolId = await pool(call)
  return { UserPoolId, ClientId: await newClient(call, UserPoolId) }
}

const describeDomain = {
  describe: 'DescribeUserPoolDomain',
  shown: ['DomainDescription'],
  keys: ['UserPoolId', 'Domain'],
}
const ofOwnDomains = { why: 'Only a domain of one’s own has it: see that family.' }

export const prefixDomain: Family = {
  ...describeDomain,
  name: 'prefix domains',
  create: 'CreateUserPoolDomain',
  update: 'UpdateUserPoolDomain',
  place: async (call) => ({ UserPoolId: await newPool(call), Domain: newPrefix() }),
  members: { ManagedLoginVersion: { samples: [2, 1], initial: 1, omitted: 'kept' } },
  exceptions: { CustomDomainConfig: ofOwnDomains, Routing: ofOwnDomains },
}

const failover = (region: string) => ({
  Failover: { SecondaryRegion: region, PrimaryRoute53HealthCheckId: `check-of-${region}` },
})
const tls = (SecurityPolicy: string, id = certificate) => ({ CertificateArn: id, SecurityPolicy })
const other = certificate.replace('1234567890', '1234567891')

const ownDomains = new Map<number, Members>()

/** There are four at most, so that each row makes room for the next. */
export const ownDomain: Family = {
  ...describeDomain,
  name: 'domains of one’s own',
  create: 'CreateUserPoolDomain',
  update: 'UpdateUserPoolDomain',
  place: async (call, index) => {
    const before = ownDomains.get(index - 1)
    if (before) await call('DeleteUserPoolDomain', before).catch(() => undefined)
    const names = { UserPoolId: await newPool(call), Domain: `${newPrefix()}.example.com` }
    ownDomains.set(index, names)
    return names
  },
  creating: { CustomDomainConfig: { CertificateArn: certificate } },
  members: {
    ManagedLoginVersion: { samples: [2, 1], initial: 1, omitted: 'kept' },
    CustomDomainConfig: {
      samples: [tls('TLS_V1_2_2021'), tls('TLS_V1_3_2025', other), { CertificateArn: other }],
      // A name with a dot is no prefix.
      initial: refused(),
      omitted: 'kept',
    },
    Routing: { samples: [failover('eu-west-1'), failover('us-west-2')], omitted: 'kept' },
  },
}
const image = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const withDomain = once(async (call) => {
  const UserPoolId = await newPool(call)
  await call('CreateUserPoolDomain', { UserPoolId, Domain: newPrefix() })
  return UserPoolId
})
const css = (color: string) => `.banner-customizable { background-color: ${color}; }`

/** Style and logo of a client are set together. */
export const uiCustomization: Family = {
  name: 'customizations of the classic pages',
  create: 'SetUICustomization',
  update: 'SetUICustomization',
  describe: 'GetUICustomization',
  shown: ['UICustomization'],
  keys: ['UserPoolId', 'ClientId'],
  place: (call) => newApp(call, withDomain),
  members: { CSS: { samples: [css('red'), css('blue')], empties: { CSS: undefined } } },
  exceptions: { ImageFile: { why: 'Descriptions have its address instead: ImageUrl, of which its own test tells.' } },
}

const asset = (Category: string, more: Members = {}) => ({
  Category,
  ColorMode: 'LIGHT',
  Extension: 'PNG',
  Bytes: image(files.PNG),
  ...more,
})
const settings = (color: string) => ({ components: { pageBackground: { lightMode: { color } } } })

export const managedLoginBranding: Family = {
  name: 'looks of managed login',
  create: 'CreateManagedLoginBranding',
  update: 'UpdateManagedLoginBranding',
  describe: 'DescribeManagedLoginBranding',
  shown: ['ManagedLoginBranding'],
  keys: ['UserPoolId', 'ClientId', 'ManagedLoginBrandingId'],
  place: (call) => newApp(call, shared),
  named: (answer) => ({
    ManagedLoginBrandingId: (answer.ManagedLoginBranding as Members).ManagedLoginBrandingId,
  }),
  members: {
    UseCognitoProvidedValues: { samples: [true, false], initial: false, omitted: 'kept' },
    Settings: {
      samples: [settings('ff0000ff'), settings('00ff00ff')],
      initial: {},
      omitted: 'kept',
      beside: { UseCognitoProvidedValues: false },
    },
    Assets: {
      samples: [
        [asset('FORM_LOGO', { ResourceId: 'logo' })],
        [asset('FAVICON_ICO', { Extension: 'ICO', Bytes: image(files.ICO) }), asset('FORM_BACKGROUND')],
      ],
      initial: [],
      omitted: 'kept',
      beside: { UseCognitoProvidedValues: false },
    },
  },
}

export const terms: Family = {
  name: 'terms',
  create: 'CreateTerms',
  update: 'UpdateTerms',
  describe: 'DescribeTerms',
  shown: ['Terms'],
  keys: ['UserPoolId', 'ClientId', 'TermsId'],
  place: (call) => newApp(call, shared),
  named: (answer) => ({ TermsId: (answer.Terms as Members).TermsId }),
  creating: {
    TermsName: 'terms-of-use',
    TermsSource: 'LINK',
    Enforcement: 'NONE',
    Links: { 'cognito:default': 'https://a.example' },
  },
  members: {
    TermsName: { samples: ['terms-of-use', 'privacy-policy'], omitted: 'kept' },
    TermsSource: { samples: ['LINK'], omitted: 'kept' },
    Enforcement: { samples: ['NONE'], omitted: 'kept' },
    Links: {
      samples: [
        { 'cognito:default': 'https://b.example', 'cognito:french': 'https://b.example/fr' },
        { 'cognito:default': 'https://c.example' },
      ],
      initial: {},
      omitted: 'kept',
    },
  },
}
