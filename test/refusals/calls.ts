import * as sdk from '@aws-sdk/client-cognito-identity-provider'
import { createAccessKey, createRoot } from '../../src/flows/credentials.ts'
import type { TestServer } from '../harness.ts'
import { model } from '../wire/compare-with-model.ts'
import type { Members } from './constraints.ts'

/** An access key. */
export type Keys = { readonly accessKeyId: string; readonly secretAccessKey: string }

/** What became of a request: 200, or the error that was answered. */
export type Outcome = { readonly status: number; readonly error?: string; readonly message?: string }

/** The client's command for an operation. Its name is made of the operation's. */
const commandOf = (operation: string, input: Members): sdk.ListUserPoolsCommand => {
  const commands = sdk as unknown as Record<string, new (input: Members) => sdk.ListUserPoolsCommand>
  const Command = commands[`${operation}Command`]
  if (!Command) throw new Error(`The SDK has no ${operation}`)
  return new Command(input)
}

/** A command that sends `body` as it stands, whatever the SDK would make of it. */
const commandAsItStands = (operation: string, body: string) => {
  const command = commandOf(operation, {})
  command.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body: string; headers: Record<string, string> } // of the HTTP protocol
      request.body = body
      request.headers['content-length'] = String(Buffer.byteLength(body))
      return next(args)
    },
    { step: 'build', priority: 'low' },
  )
  return command
}

const outcomeOf = async (answer: Promise<unknown>): Promise<Outcome> => {
  try {
    await answer
    return { status: 200 }
  } catch (error) {
    if (!(error instanceof sdk.CognitoIdentityProviderServiceException)) throw error
    return { status: error.$metadata.httpStatusCode ?? 0, error: error.name, message: error.message }
  }
}

/** Sends a body as it stands. */
export const askBy = (client: sdk.CognitoIdentityProviderClient, operation: string, body: Members): Promise<Outcome> =>
  outcomeOf(client.send(commandAsItStands(operation, JSON.stringify(body))))

/** Whether callers of an operation sign. */
export const isSigned = (operation: string): boolean => model.operations[operation]?.auth === 'iam'

/** A key without all else that its making tells. */
const keysOf = ({ accessKeyId, secretAccessKey }: Keys) => ({ accessKeyId, secretAccessKey })

/** What speaks to a server: as its root, as others, and as nobody. */
export const makeCalls = async (server: TestServer) => {
  const { ctx } = server
  const root = await createRoot(ctx, ctx.store.transaction)
  if (!root) throw new Error('The server has a root already')
  const clients = new Map<string, sdk.CognitoIdentityProviderClient>()
  const clientOf = (keys: Keys) => {
    const client = clients.get(keys.accessKeyId) ?? server.client('us-east-1', keysOf(keys))
    clients.set(keys.accessKeyId, client)
    return client
  }

  const askUnsigned = async (operation: string, body: Members, headers = {}): Promise<Outcome> => {
    const response = await server.post(operation, body, headers)
    const answer = (await response.json()) as { __type?: string; message?: string }
    if (response.status === 200) return { status: 200 }
    return { status: response.status, error: String(answer.__type), message: String(answer.message) }
  }

  const elsewhere = server.client('eu-west-1', keysOf(root))

  return {
    ctx,
    /** The root's client in the Region of all pools, and in another one. */
    sdk: clientOf(root),
    elsewhere,
    askUnsigned,
    /** Does what is to be done before the tests, and gives the answer. */
    call: async (operation: string, input: Members): Promise<Members> => ({
      ...(await clientOf(root).send(commandOf(operation, input))),
    }),
    /** Sends an input as the SDK writes it. */
    send: (operation: string, input: Members, keys: Keys = root) =>
      outcomeOf(clientOf(keys).send(commandOf(operation, input))),
    /** Sends a body as it stands: signed, if callers of the operation sign. */
    ask: (operation: string, body: Members, keys: Keys = root): Promise<Outcome> =>
      isSigned(operation) ? askBy(clientOf(keys), operation, body) : askUnsigned(operation, body),
    /** The same, signed for the other Region. */
    askElsewhere: (operation: string, body: Members): Promise<Outcome> => askBy(elsewhere, operation, body),
    /** The key of a new identity with these policies. */
    identity: (name: string, policies: Members): Promise<Keys> =>
      ctx.store.transaction(async (tx) => {
        await tx.identities.insert({ name, isRoot: false, policies: {} }, ctx.now())
        await tx.identities.setPolicies(name, policies)
        return createAccessKey(ctx, tx, name)
      }),
  }
}

/** What speaks to a server. */
export type Calls = Awaited<ReturnType<typeof makeCalls>>
