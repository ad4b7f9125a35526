import {
  type AssetType,
  type CognitoIdentityProviderClient,
  CreateManagedLoginBrandingCommand,
  type CreateManagedLoginBrandingCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'

export const UNKNOWN_ID = '3f0c4e1a-6c1b-4f7e-9d52-0a1b2c3d4e5f'

const bytes = (hex: string, more = 16) => new Uint8Array(Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(more)]))

/** The beginnings of files of every format. */
export const files = {
  PNG: bytes('89504e470d0a1a0a'),
  JPEG: bytes('ffd8ffe0'),
  ICO: bytes('00000100'),
  WEBP: bytes('524946460000000057454250'),
  SVG: new Uint8Array(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h8v8z"/></svg>')),
}

/** An image that is as it should be. */
export const asset = (more: Partial<AssetType> = {}): AssetType => ({
  Category: 'FORM_LOGO',
  ColorMode: 'LIGHT',
  Extension: 'PNG',
  Bytes: files[more.Extension ?? 'PNG'],
  ...more,
})

/** Gives a client a look, the server's own unless `more` says otherwise. */
export const createBranding = async (
  sdk: CognitoIdentityProviderClient,
  { poolId, clientId }: { poolId: string; clientId: string },
  more: Partial<CreateManagedLoginBrandingCommandInput> = { UseCognitoProvidedValues: true },
) => {
  const input = { UserPoolId: poolId, ClientId: clientId, ...more }
  return (await sdk.send(new CreateManagedLoginBrandingCommand(input))).ManagedLoginBranding ?? {}
}

type Row = [string, Record<string, string | undefined>, string, string]

/** A required member that is not there. */
export const missing = (member: string, value = 'Value null'): Row => [
  `no ${member}`,
  { [member]: undefined },
  'InvalidParameterException',
  `1 validation error detected: ${value} at '${member.charAt(0).toLowerCase()}${member.slice(1)}' failed to satisfy constraint: Member must not be null`,
]

export const unknownPool: Row = [
  'an unknown pool',
  { UserPoolId: 'us-east-1_nosuchone' },
  'ResourceNotFoundException',
  'User pool us-east-1_nosuchone does not exist.',
]

export const unknownClient: Row = [
  'an unknown client',
  { ClientId: 'nosuchclient' },
  'ResourceNotFoundException',
  'User pool client nosuchclient does not exist.',
]

/** What every operation on a branding by its id says of requests that name none, as rows of a table. */
export const missingBranding: readonly Row[] = [
  unknownPool,
  missing('UserPoolId'),
  missing('ManagedLoginBrandingId'),
  [
    'an unknown branding',
    { ManagedLoginBrandingId: UNKNOWN_ID },
    'ResourceNotFoundException',
    `Managed login branding ${UNKNOWN_ID} does not exist.`,
  ],
  [
    'an id that is none',
    { ManagedLoginBrandingId: 'x' },
    'InvalidParameterException',
    "1 validation error detected: Value 'x' at 'managedLoginBrandingId' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[4][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$",
  ],
]

type LookRow = [string, Partial<CreateManagedLoginBrandingCommandInput>, string, string | RegExp]
const IPE = 'InvalidParameterException'
const svg = (inside: string) =>
  asset({
    Extension: 'SVG',
    Bytes: new Uint8Array(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`)),
  })

/** Settings and images that no look may have, for both operations that write one. */
export const wrongLooks: readonly LookRow[] = [
  [
    "settings over the server's own values",
    { UseCognitoProvidedValues: true, Settings: {} },
    IPE,
    'Settings and Assets cannot be set when UseCognitoProvidedValues is true.',
  ],
  [
    "images over the server's own values",
    { UseCognitoProvidedValues: true, Assets: [] },
    IPE,
    'Settings and Assets cannot be set when UseCognitoProvidedValues is true.',
  ],
  ['settings that are a list', { Settings: [] }, IPE, 'Invalid Settings: Settings must be an object'],
  ['settings that are a text', { Settings: '{}' }, IPE, 'Invalid Settings: Settings must be an object'],
  [
    'V39: a color that is CSS',
    { Settings: { components: { pageBackground: { lightMode: { color: 'red;}*{x:url(//e)' } } } } },
    IPE,
    'Invalid Settings: components.pageBackground.lightMode.color must be a color of eight hexadecimal digits',
  ],
  [
    'an image without bytes',
    { Assets: [asset({ Bytes: undefined })] },
    IPE,
    'Invalid asset FORM_LOGO: Bytes must be set',
  ],
  [
    'an image of no bytes',
    { Assets: [asset({ Bytes: new Uint8Array() })] },
    IPE,
    'Invalid asset FORM_LOGO: Bytes must be set',
  ],
  [
    'a PNG that is another file',
    { Assets: [asset({ Bytes: files.JPEG })] },
    IPE,
    'Invalid asset FORM_LOGO: its bytes are no PNG file',
  ],
  [
    'V38: a picture that is HTML',
    { Assets: [asset({ Bytes: new Uint8Array(Buffer.from('<html><script>')) })] },
    IPE,
    'Invalid asset FORM_LOGO: its bytes are no PNG file',
  ],
  [
    'an icon in a format of pictures',
    { Assets: [asset({ Category: 'FAVICON_ICO' })] },
    IPE,
    'Invalid asset FAVICON_ICO: its extension must be one of ICO',
  ],
  [
    'a picture in the format of icons',
    { Assets: [asset({ Extension: 'ICO' })] },
    IPE,
    'Invalid asset FORM_LOGO: its extension must be one of PNG, SVG, JPEG, WEBP',
  ],
  [
    'two images in one place',
    { Assets: [asset(), asset()] },
    IPE,
    'Invalid asset FORM_LOGO: there are several for LIGHT',
  ],
  [
    'V38: an SVG with a script',
    { Assets: [svg('<script/>')] },
    IPE,
    'Invalid asset FORM_LOGO: the element script is not allowed',
  ],
  [
    'V38: an SVG with a handler',
    { Assets: [svg('<path onclick="x"/>')] },
    IPE,
    'Invalid asset FORM_LOGO: the attribute onclick is not allowed, or not its value',
  ],
  [
    'an SVG that is none',
    { Assets: [asset({ Extension: 'SVG', Bytes: files.PNG })] },
    IPE,
    'Invalid asset FORM_LOGO: it is not in UTF-8',
  ],
  [
    '41 images',
    { Assets: Array.from({ length: 41 }, () => asset()) },
    IPE,
    /at 'assets' failed to satisfy constraint: Member must have length less than or equal to 40$/,
  ],
  [
    'an image too large',
    { Assets: [asset({ Bytes: new Uint8Array(1_000_001) })] },
    IPE,
    /at 'assets.1.member.bytes' failed to satisfy constraint: Member must have length less than or equal to 1000000$/,
  ],
  [
    'an image of no category',
    { Assets: [asset({ Category: undefined })] },
    IPE,
    /Value null at 'assets.1.member.category' failed to satisfy constraint: Member must not be null$/,
  ],
  [
    'an id with a slash',
    { Assets: [asset({ ResourceId: 'a/b' })] },
    IPE,
    /Value 'a\/b' at 'assets.1.member.resourceId' failed to satisfy constraint/,
  ],
  [
    'more than 2 MiB',
    { Assets: [asset({ Bytes: new Uint8Array(1_000_000) }), asset({ Bytes: new Uint8Array(1_000_000) })] },
    'RequestEntityTooLargeException',
    'The request is too large.',
  ],
]
