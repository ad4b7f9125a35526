/** What the events of all triggers have in common. */

/** Texts by name. */
export type StringMap = { [name: string]: string }

/** What all events have. A function gives the whole event back, and only its `response` counts. */
export type BaseTriggerEvent<Source extends string, Request = object, Response = object> = {
  version: string
  region: string
  userPoolId: string
  triggerSource: Source
  /** The stored name; for UserMigration, and where nobody is found, what was typed. */
  userName: string
  callerContext: { awsSdkVersion: string; clientId: string }
  request: Request
  response: Response
}

/** One event for each source, so that `triggerSource` tells them apart. */
export type Events<Source extends string, Request, Response> = Source extends string
  ? BaseTriggerEvent<Source, Request, Response>
  : never

/** An event's member as the server makes it: what nobody has set may be `null`, whatever a function's types say. */
export type Given<Member> = Member extends readonly (infer Item)[]
  ? readonly Given<Item>[]
  : Member extends object
    ? { readonly [Name in keyof Member]: Given<Member[Name]> | null }
    : Member

/** The second argument of a handler, as far as functions find it wherever they run. */
export type TriggerContext = {
  functionName: string
  functionVersion: string
  invokedFunctionArn: string
  awsRequestId: string
  callbackWaitsForEmptyEventLoop: boolean
  getRemainingTimeInMillis(): number
}

/** A function of a trigger. It refuses by an error, whose text the application sees. */
export type TriggerHandler<Event> = (event: Event, context: TriggerContext) => Promise<Event>

/** The user, as texts by attribute. */
export type WithUser = { userAttributes: StringMap }
/** What the caller of the operation has sent along. */
export type WithMetadata = { clientMetadata?: StringMap | undefined }
/** Where the app client hides who exists (`PreventUserExistenceErrors`). */
export type WithUserNotFound = { userNotFound?: boolean | undefined }
