Feature: A command is executed once, however often it is sent

  Scenario: CB-1 the same command again returns the first outcome and writes nothing
    When createOrder is sent with {"orderId": "o-1", "customerId": "ana", "meta": {"commandId": "c-1"}}
    Then it is executed
    When it is sent again
    Then the outcome is the same as the first time
    And nothing is written
    And there are no new events

  Scenario: CB-1 a rejection is remembered as well
    When submitOrder is sent with {"orderId": "o-1", "meta": {"commandId": "c-1"}}
    Then it is rejected with NOT_FOUND
    When createOrder is sent with {"orderId": "o-1", "customerId": "ana"}
    Then it is executed
    When submitOrder is sent with {"orderId": "o-1", "meta": {"commandId": "c-1"}}
    Then the outcome is the same as the first time
    And nothing is written

  Scenario: CB-2 a command id cannot be used for another payload
    When createOrder is sent with {"orderId": "o-1", "customerId": "ana", "meta": {"commandId": "c-1"}}
    Then it is executed
    When createOrder is sent with {"orderId": "o-2", "customerId": "ana", "meta": {"commandId": "c-1"}}
    Then it is refused with COMMAND_ID_REUSED
    And there are no new events

  Scenario: CB-2 a command id cannot be used by another caller
    Given "ana" is signed in
    When createOrder is sent with {"orderId": "o-1", "customerId": "ana", "meta": {"commandId": "c-1"}}
    Then it is executed
    Given "mallory" is signed in
    When it is sent again
    Then it is refused with COMMAND_ID_REUSED
