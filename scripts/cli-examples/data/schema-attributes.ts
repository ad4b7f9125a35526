const common = (Name: string, AttributeDataType: string) => ({
  Name,
  AttributeDataType,
  DeveloperOnlyAttribute: false,
  Required: false,
  Mutable: true,
})

const text = (Name: string, MinLength = '0', MaxLength = '2048') => ({
  ...common(Name, 'String'),
  StringAttributeConstraints: { MinLength, MaxLength },
})

const texts =
  'name given_name family_name middle_name nickname preferred_username profile picture website email gender zoneinfo locale phone_number address'

/** The attributes of a new pool, of which `required` must be given. */
export const schemaAttributes = (required: readonly string[] = []) =>
  [
    { ...text('sub', '1'), Required: true, Mutable: false },
    ...texts.split(' ').map((name) => text(name)),
    text('birthdate', '10', '10'),
    common('email_verified', 'Boolean'),
    common('phone_number_verified', 'Boolean'),
    { ...common('updated_at', 'Number'), NumberAttributeConstraints: { MinValue: '0' } },
  ].map((attribute) => (required.includes(attribute.Name) ? { ...attribute, Required: true } : attribute))
