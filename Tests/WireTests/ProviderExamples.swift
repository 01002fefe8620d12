/// Messages of providers from which mutations begin.
enum ProviderExamples {
  static let all = [
    #"{"type":"Results","channel_index":[0,1],"duration":1.98,"start":5.99,"is_final":true,"speech_final":true,"#
      + #""channel":{"alternatives":[{"transcript":"Tell me.","confidence":0.99,"words":[{"word":"tell","#
      + #""start":6.06,"end":6.34,"confidence":0.99,"punctuated_word":"Tell"}]}]},"from_finalize":false}"#,
    #"{"type":"TurnInfo","event":"EndOfTurn","turn_index":2,"audio_window_start":0.0,"audio_window_end":1.28,"#
      + #""transcript":"Hello","words":[{"word":"Hello","confidence":0.98,"start":0.4,"end":0.7}],"#
      + #""end_of_turn_confidence":0.43,"trigger":"manual"}"#,
    #"{"type":"Error","code":"X","description":"Y"}"#,
    #"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}}"#,
    #"{"type":"message_start","message":{"id":"m","model":"c","usage":{"input_tokens":25,"output_tokens":1}}}"#,
    #"{"choices":[{"index":0,"delta":{"content":"Hi","tool_calls":[{"index":0,"id":"c","function":{"name":"f","#
      + #""arguments":"{\"x\":\"\\u00e9\"}"}}]},"finish_reason":null}],"usage":{"prompt_tokens":1}}"#,
    #"{"error":{"message":"Slow down","type":"rate_limit","code":429}}"#,
    #"{"type":"chunk","data":"aSDinaTvuI8gbWludGxpZnk=","context_id":"c"}"#,
    #"{"type":"timestamps","context_id":"c","word_timestamps":{"words":["a","b"],"start":[0,0.5],"end":[1,2]}}"#,
    #"{"audio":"AAECAw==","alignment":{"charStartTimesMs":[0,3,7],"charDurationsMs":[3,4,2],"#
      + #""chars":["H","i"," "]}}"#,
    "event: ping\r\ndata: {\"type\": \"ping\"}\r\n\r\ndata: [DONE]\n\nretry: 12\nid: 3\n: x\n\n",
    "Sun, 06 Nov 1994 08:49:37 GMT",
  ]
}
