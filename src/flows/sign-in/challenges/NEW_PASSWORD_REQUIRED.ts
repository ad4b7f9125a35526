import type { Context } from '../../../context.ts'
import { checkUpdatedAttributes } from '../../../domain/attribute-checks.ts'
import { assertWritable, readableAttributes, writableAttributes } from '../../../domain/attributes.ts'
import { fault } from '../../../domain/errors.ts'
import { type Attempt, withProof } from '../../../domain/sign-in.ts'
import type { Attributes } from '../../../domain/user.ts'
import { prepareNewPassword } from '../../passwords/verifier.ts'
import { aliasTaken, changeUser, rereadUser } from '../../users/save.ts'
import { setPassword } from '../../users/set-password.ts'
import { requireParameter } from '../parameters.ts'
import type { Step } from '../step.ts'

const PREFIX = 'userAttributes.'

/** Attributes that the pool requires and the user lacks. */
const missingAttributes = ({ pool, user }: Attempt): string[] =>
  pool.schema
    .filter(({ name, required }) => required && name !== 'sub' && !user.attributes.get(name))
    .map(({ name }) => name)

const givenAttributes = (responses: Readonly<Record<string, string>>): Attributes =>
  new Map(
    Object.entries(responses)
      .filter(([name]) => name.startsWith(PREFIX))
      .map(([name, value]) => [name.slice(PREFIX.length), value]),
  )

/** The attributes that the user has with the answer. Raises for ones that are not theirs to set. */
const completeAttributes = (attempt: Attempt, given: Attributes): Attributes => {
  const { pool, client, user } = attempt
  for (const name of given.keys()) {
    if (user.attributes.get(name)) throw fault('NotAuthorizedException', `Cannot modify an already provided ${name}`)
  }
  assertWritable(writableAttributes(pool.schema, client.settings.writeAttributes), given.keys())
  const { set } = checkUpdatedAttributes(pool.schema, user.attributes, given)
  const missing = missingAttributes(attempt).filter((name) => !set.get(name))
  if (missing.length > 0) {
    const lines = missing.map((name) => `${name}: The attribute is required\n`).join('')
    throw fault('InvalidParameterException', `Attributes did not conform to the schema: ${lines}`)
  }
  return new Map([...user.attributes, ...set])
}

/** The first sign-in with a temporary password: a lasting one is set, and attributes that the pool requires. */
export const NEW_PASSWORD_REQUIRED: Step = {
  async issue(_ctx, attempt) {
    const missing = missingAttributes(attempt)
    const { pool, client, user } = attempt
    const readable = readableAttributes(pool.schema, client.settings.readAttributes)
    const attributes = {
      ...Object.fromEntries([...user.attributes].filter(([name]) => readable.has(name))),
      ...Object.fromEntries(missing.map((name) => [name, ''])),
    }
    return {
      attempt,
      parameters: {
        USER_ID_FOR_SRP: user.username,
        requiredAttributes: JSON.stringify(missing.map((name) => PREFIX + name)),
        userAttributes: JSON.stringify(attributes),
      },
      effects: [],
    }
  },

  async verify(ctx: Context, attempt, given) {
    const { pool, user } = attempt
    const password = requireParameter(given, 'NEW_PASSWORD')
    const attributes = completeAttributes(attempt, givenAttributes(given))
    const verifier = await prepareNewPassword(ctx, pool, user, password)
    return {
      attempt: withProof(
        {
          ...attempt,
          user: {
            ...user,
            status: 'CONFIRMED',
            attributes,
            temporaryUntil: undefined,
            passwordVersion: user.passwordVersion + 1,
          },
        },
        'NEW_PASSWORD_REQUIRED',
      ),
      effects: [
        async (tx) => {
          const current = await rereadUser(tx, user)
          // A new temporary password, or one set by an administrator, came in between.
          if (current.revision !== user.revision) throw fault('NotAuthorizedException', 'Invalid session for the user.')
          const withAttributes = await changeUser(tx, pool, current, { attributes }, ctx.now(), {
            taken: aliasTaken,
          })
          await setPassword(ctx, tx, pool, withAttributes, { verifier, status: 'CONFIRMED' })
        },
      ],
    }
  },
}
