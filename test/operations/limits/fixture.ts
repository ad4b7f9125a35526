/** The definition of a category's limit. */
export const limitOf = (Category: string, more: Record<string, string> = {}) => ({
  LimitClass: 'API_CATEGORY' as const,
  Attributes: { Category, ...more },
})

const IPE = 'InvalidParameterException'
const unchecked = (definition: unknown) => definition as ReturnType<typeof limitOf> // what the SDK's types forbid

/** Definitions that name no limit, with what both operations answer to them. */
export const wrongDefinitions: [string, ReturnType<typeof limitOf>, string, string][] = [
  ['a fixed category', limitOf('UserUpdate'), IPE, 'The limit of category UserUpdate cannot be adjusted.'],
  ['an unknown category', limitOf('UserFun'), IPE, 'There is no API category UserFun.'],
  ['V60: a name of JavaScript', limitOf('constructor'), IPE, 'There is no API category constructor.'],
  [
    'another attribute beside it',
    limitOf('UserToken', { Region: 'us-east-1' }),
    IPE,
    'LimitDefinition must have exactly the attribute Category.',
  ],
  [
    'no category',
    unchecked({ LimitClass: 'API_CATEGORY', Attributes: {} }),
    IPE,
    'LimitDefinition must have exactly the attribute Category.',
  ],
  [
    'an unknown class',
    unchecked({ LimitClass: 'EVERYTHING', Attributes: { Category: 'UserToken' } }),
    IPE,
    "1 validation error detected: Value 'EVERYTHING' at 'limitDefinition.limitClass' failed to satisfy constraint: Member must satisfy enum value set: [API_CATEGORY]",
  ],
  [
    'an empty definition',
    unchecked({}),
    IPE,
    "2 validation errors detected: Value null at 'limitDefinition.limitClass' failed to satisfy constraint: Member must not be null; Value null at 'limitDefinition.attributes' failed to satisfy constraint: Member must not be null",
  ],
  [
    'no definition',
    unchecked(undefined),
    IPE,
    "1 validation error detected: Value null at 'limitDefinition' failed to satisfy constraint: Member must not be null",
  ],
]
