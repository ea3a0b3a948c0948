/** Where an operation's output goes; `exit` ends the request. */
export interface Output {
  stdout(text: string): void;
  stderr(text: string): void;
}
