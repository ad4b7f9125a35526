/** Encrypts the codes of messages that functions deliver. */
export type CodeEncryption = {
  encrypt(code: string, where: { readonly poolId: string; readonly keyArn: string }): Promise<string>
}
