/**
 * Messages about domains, the look of pages and terms whose wording, on the real service, nobody has
 * reported yet. Each is here until it can be corrected; the recorded ones stand beside their rules.
 */
export const unverifiedBrandingTexts = {
  domainLimit: 'Maximum number of custom domains has been reached.',
  managedLoginVersion: 'ManagedLoginVersion must be 1 or 2.',
  routingOfPrefix: 'Routing is supported for custom domains only.',
  routingRegion: 'The secondary Region must not be the Region of the user pool.',

  css: (line: number, reason: string) => `Invalid CSS at line ${line}: ${reason}`,
  image: 'The image must be a PNG or JPEG file of at most 100 KB.',
  requestTooLarge: 'request parameters too large',

  asset: (category: string, reason: string) => `Invalid asset ${category}: ${reason}`,
  branding: (id: string) => `Managed login branding ${id} does not exist.`,
  brandingOfClient: 'The app client does not have a managed login branding.',
  brandingExists: 'A managed login branding already exists for the app client.',
  brandingLimit: 'Maximum number of managed login brandings has been reached.',
  providedValues: 'Settings and Assets cannot be set when UseCognitoProvidedValues is true.',
  settingsSize: (bytes: number) => `Invalid Settings: with those that are set already they exceed ${bytes} bytes`,
  settings: (path: string, wanted: string) => `Invalid Settings: ${path} must be ${wanted}`,

  terms: (id: string) => `Terms ${id} do not exist.`,
  termsOfClient: (name: string) => `The app client does not have terms ${name}.`,
  termsExist: 'Terms with this name already exist for the app client.',
  termsLimit: 'Maximum number of terms documents has been reached.',
  termsLink: (language: string) => `The link of ${language} must be an http or https URL.`,
} as const
